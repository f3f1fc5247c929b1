package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code start}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Start one or more stopped containers")
public final class StartVerb implements Verb {
    @Option(names = {"-a", "--attach"}, description = "Attach STDOUT/STDERR and forward signals")
    boolean attach;
    @Option(names = {"-i", "--interactive"}, description = "Attach container's STDIN")
    boolean interactive;
    @Option(names = "--detach-keys", description = "Override the key sequence for detaching a container")
    String detachKeys;
    @Option(names = "--checkpoint", description = "Restore from this checkpoint (refused)")
    String checkpoint;
    @Option(names = "--checkpoint-dir", description = "Use a custom checkpoint storage directory (refused)")
    String checkpointFolder;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) throws IOException {
        if (checkpoint != null || checkpointFolder != null) {
            throw new CliException("jocker has no checkpoints: --checkpoint and --checkpoint-dir are not supported");
        }
        if (!attach && !interactive) {
            List<String> failed = new ArrayList<>();
            for (String name : names) {
                try {
                    start(session, name);
                    session.out().println(name);
                } catch (ApiException e) {
                    session.err().println(e.sentence());
                    failed.add(name);
                }
            }
            if (!failed.isEmpty()) {
                throw new CliException("Error: failed to start containers: " + String.join(", ", failed));
            }
            return 0;
        }
        if (names.size() != 1) {
            throw new CliException("you cannot start and attach multiple containers at once");
        }
        Object report = session.client().json("GET", "/containers/" + EngineClient.escape(names.get(0)) + "/json",
                null);
        String id = Json.text(report, "Id");
        boolean tty = Boolean.TRUE.equals(Json.get(report, "Config", "Tty"));
        boolean removed = Boolean.TRUE.equals(Json.get(report, "HostConfig", "AutoRemove"));
        return new Foreground(session, id, new Foreground.Options(interactive
                && Boolean.TRUE.equals(Json.get(report, "Config", "OpenStdin")), true, true, tty,
                session.settings().detachKeys(detachKeys), true,
                removed ? "removed" : "next-exit")).run(() -> start(session, id));
    }

    private static void start(Session session, String name) {
        session.client().run("POST", "/containers/" + EngineClient.escape(name) + "/start");
    }
}
