package io.jocker.cli.command.container;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attach}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER",
        description = "Attach to a running container")
public final class AttachVerb implements Verb {
    @Option(names = "--no-stdin", description = "Do not attach STDIN")
    boolean noStdin;
    @Option(names = "--detach-keys", description = "Override the key sequence for detaching a container")
    String detachKeys;
    @Option(names = "--sig-proxy", fallbackValue = "true",
            description = "Proxy all received signals to the process (default true)")
    boolean signalProxy = true;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(paramLabel = "CONTAINER")
    String name;

    @Override
    public int run(Session session) throws IOException {
        Object report = session.client().json("GET", "/containers/" + EngineClient.escape(name) + "/json", null);
        if (!Boolean.TRUE.equals(Json.get(report, "State", "Running"))) {
            throw new CliException("You cannot attach to a stopped container, start it first");
        }
        if (Boolean.TRUE.equals(Json.get(report, "State", "Paused"))) {
            throw new CliException("You cannot attach to a paused container, unpause it first");
        }
        if (Boolean.TRUE.equals(Json.get(report, "State", "Restarting"))) {
            throw new CliException("You cannot attach to a restarting container, wait until it is running");
        }
        boolean stdin = !noStdin && Boolean.TRUE.equals(Json.get(report, "Config", "OpenStdin"));
        boolean tty = Boolean.TRUE.equals(Json.get(report, "Config", "Tty"));
        return new Foreground(session, Json.text(report, "Id"), new Foreground.Options(stdin, true, true, tty,
                session.settings().detachKeys(detachKeys), signalProxy, "not-running")).run(() -> { });
    }
}
