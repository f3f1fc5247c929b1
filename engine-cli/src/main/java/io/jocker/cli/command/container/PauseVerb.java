package io.jocker.cli.command.container;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.EachContainer;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pause}. */
@Command(customSynopsis = "CONTAINER [CONTAINER...]",
        description = "Pause all processes within one or more containers")
public class PauseVerb implements Verb {
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    /** The endpoint's last word. */
    String action() {
        return "pause";
    }

    @Override
    public int run(Session session) {
        return EachContainer.run(session, names, name -> session.client().run("POST", "/containers/"
                + EngineClient.escape(name) + "/" + action()));
    }

    /** {@code unpause}. */
    @Command(customSynopsis = "CONTAINER [CONTAINER...]",
            description = "Unpause all processes within one or more containers")
    public static final class Unpause extends PauseVerb {
        @Override
        String action() {
            return "unpause";
        }
    }
}
