package io.jocker.cli.command.watch;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code top}. */
@Command(customSynopsis = "CONTAINER [ps OPTIONS]", description = "Display the running processes of a container")
public final class TopVerb implements Verb {
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "CONTAINER")
    String container;
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ps OPTIONS")
    List<String> arguments = new ArrayList<>();

    @Override
    public int run(Session session) {
        Object answer = session.client().json("GET", "/containers/" + EngineClient.escape(container) + "/top"
                + (arguments.isEmpty() ? "" : "?ps_args=" + EngineClient.escape(String.join(" ", arguments))), null);
        Table table = new Table(20);
        table.row(cells(Json.list(answer, "Titles")));
        Json.list(answer, "Processes").forEach(p -> table.row(cells((List<?>) p)));
        table.print(session.out());
        return 0;
    }

    private static String[] cells(List<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }
}
