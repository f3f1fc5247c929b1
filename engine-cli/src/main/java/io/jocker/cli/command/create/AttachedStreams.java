package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import java.util.List;
import java.util.Locale;

/** Which of the container's streams are the user's. */
record AttachedStreams(boolean stdin, boolean stdout, boolean stderr) {
    private static final List<String> STREAMS = List.of("stdin", "stdout", "stderr");

    /** Those of {@code --attach}; without it, the output and what {@code --interactive} says. */
    static AttachedStreams of(List<String> attach, boolean interactive) {
        for (String stream : attach) {
            if (!STREAMS.contains(stream.toLowerCase(Locale.ROOT))) {
                throw CliException.badFlag(stream, "-a, --attach", "valid streams are STDIN, STDOUT and STDERR");
            }
        }
        return attach.isEmpty() ? new AttachedStreams(interactive, true, true)
                : new AttachedStreams(wants(attach, "stdin"), wants(attach, "stdout"), wants(attach, "stderr"));
    }

    private static boolean wants(List<String> attach, String stream) {
        return attach.stream().anyMatch(stream::equalsIgnoreCase);
    }
}
