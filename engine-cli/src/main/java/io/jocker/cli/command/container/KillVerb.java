package io.jocker.cli.command.container;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.EachContainer;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kill}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Kill one or more running containers")
public final class KillVerb implements Verb {
    @Option(names = {"-s", "--signal"}, description = "Signal to send to the container")
    String signal = "KILL";
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) {
        return EachContainer.run(session, names, name -> session.client().run("POST", "/containers/"
                + EngineClient.escape(name) + "/kill?signal=" + EngineClient.escape(signal)));
    }
}
