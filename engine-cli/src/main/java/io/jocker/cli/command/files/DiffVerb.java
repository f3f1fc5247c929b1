package io.jocker.cli.command.files;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}. */
@Command(customSynopsis = "CONTAINER",
        description = "Inspect changes to files or directories on a container's filesystem")
public final class DiffVerb implements Verb {
    private static final String KINDS = "CAD";

    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(paramLabel = "CONTAINER")
    String container;

    @Override
    public int run(Session session) {
        Object answer = session.client().json("GET", "/containers/" + EngineClient.escape(container) + "/changes",
                null);
        for (Object change : answer instanceof List<?> changes ? changes : List.of()) {
            session.out().println(KINDS.charAt((int) Json.number(change, "Kind")) + " " + Json.text(change, "Path"));
        }
        return 0;
    }
}
