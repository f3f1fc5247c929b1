package io.jocker.cli.command.files;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cp}, in both directions. */
@Command(customSynopsis = "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tjocker cp [OPTIONS] SRC_PATH|- "
        + "CONTAINER:DEST_PATH",
        description = "Copy files/folders between a container and the local filesystem\n\n"
        + "Use '-' as the source to read a tar archive from stdin\n"
        + "and extract it to a directory destination in a container.\n"
        + "Use '-' as the destination to stream a tar archive of a\n"
        + "container source to stdout.")
public final class CpVerb implements Verb {
    @Option(names = {"-a", "--archive"}, description = "Archive mode (copy all uid/gid information)")
    boolean archive;
    @Option(names = {"-L", "--follow-link"}, description = "Always follow symbol link in SRC_PATH")
    boolean followLink;
    @Option(names = {"-q", "--quiet"}, description = "Suppress progress output during copy. Progress output is "
            + "automatically suppressed if no terminal is attached")
    boolean quiet;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "SRC_PATH")
    String source;
    @Parameters(index = "1", paramLabel = "DEST_PATH")
    String destination;

    /** An argument: a container and a path in it, or a path of the caller's machine. */
    private record Place(String container, String path) {
        static Place of(String text) {
            int colon = text.indexOf(':');
            // A path with a colon is told from a container's by its start.
            boolean local = text.startsWith("/") || text.startsWith(".") || colon < 0;
            return local ? new Place("", text) : new Place(text.substring(0, colon), text.substring(colon + 1));
        }
    }

    @Override
    public int run(Session session) throws IOException {
        if (source.isEmpty()) {
            throw new CliException("source can not be empty");
        }
        if (destination.isEmpty()) {
            throw new CliException("destination can not be empty");
        }
        Place from = Place.of(source);
        Place to = Place.of(destination);
        if (!from.container().isEmpty() && !to.container().isEmpty()) {
            throw new CliException("copying between containers is not supported");
        }
        if (from.container().isEmpty() && to.container().isEmpty()) {
            throw new CliException("must specify at least one container source");
        }
        boolean out = to.container().isEmpty();
        long bytes = out ? new CopyOut(session, archive, followLink).copy(from.container(), from.path(), to.path())
                : new CopyIn(session, archive, followLink).copy(from.path(), to.container(), to.path());
        if (!quiet && session.terminal().outputIsTerminal() && !destination.equals("-")) {
            session.err().println("Successfully copied " + Sizes.human(bytes) + " to " + (out
                    ? LocalPath.absolute(session.directory(), to.path()) : destination));
        }
        return 0;
    }
}
