package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wait}. */
@Command(customSynopsis = "CONTAINER [CONTAINER...]",
        description = "Block until containers stop, then print their exit codes")
public final class WaitVerb implements Verb {
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) {
        int code = 0;
        for (String name : names) {
            try {
                Object answer = session.client().json("POST", "/containers/" + EngineClient.escape(name) + "/wait",
                        null);
                session.out().println(Json.number(answer, "StatusCode"));
            } catch (ApiException e) {
                session.err().println(e.sentence());
                code = 1;
            }
        }
        return code;
    }
}
