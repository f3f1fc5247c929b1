package io.jocker.cli.command.image;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rmi}. */
@Command(customSynopsis = "[OPTIONS] IMAGE [IMAGE...]",
        description = "Remove one or more images")
public final class ImageRmVerb implements Verb {
    private static final int NOT_FOUND = 404;

    @Option(names = {"-f", "--force"}, description = "Force removal of the image")
    boolean force;
    @Option(names = "--no-prune", description = "Do not delete untagged parents")
    boolean noPrune;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "IMAGE")
    List<String> names;

    @Override
    public int run(Session session) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("force", force ? 1 : null);
        query.put("noprune", noPrune ? 1 : null);
        int code = 0;
        for (String name : names) {
            try {
                Object deletions = session.client().json("DELETE", EngineClient.path("/images/"
                        + EngineClient.escape(name), query), null);
                for (Object deletion : (List<?>) deletions) {
                    boolean untagged = Json.get(deletion, "Untagged") != null;
                    session.out().println(untagged ? "Untagged: " + Json.text(deletion, "Untagged")
                            : "Deleted: " + Json.text(deletion, "Deleted"));
                }
            } catch (ApiException e) {
                session.err().println(e.sentence());
                code = force && e.status() == NOT_FOUND ? code : 1;
            }
        }
        return code;
    }
}
