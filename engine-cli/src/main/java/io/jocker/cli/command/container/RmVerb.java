package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rm}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Remove one or more containers")
public final class RmVerb implements Verb {
    private static final int NOT_FOUND = 404;

    @Option(names = {"-f", "--force"}, description = "Force the removal of a running container (uses SIGKILL)")
    boolean force;
    @Option(names = {"-v", "--volumes"}, description = "Remove anonymous volumes associated with the container")
    boolean volumes;
    @Option(names = {"-l", "--link"}, description = "Remove the specified link")
    boolean link;
    @Option(names = "--dry-run", description = "Tell what would be removed, and remove nothing")
    boolean dryRun;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) {
        if (dryRun) {
            RemovalPreview preview = new RemovalPreview(session, force, volumes);
            return names.stream().mapToInt(preview::tell).max().orElse(0);
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("force", force ? 1 : null);
        query.put("v", volumes ? 1 : null);
        query.put("link", link ? 1 : null);
        int code = 0;
        for (String name : names) {
            try {
                session.client().run("DELETE", EngineClient.path("/containers/" + EngineClient.escape(name), query));
                session.out().println(name);
            } catch (ApiException e) {
                session.err().println(e.sentence());
                // What is wanted gone and is not there is no failure.
                code = force && e.status() == NOT_FOUND ? code : 1;
            }
        }
        return code;
    }
}
