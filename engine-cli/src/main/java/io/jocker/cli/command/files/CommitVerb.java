package io.jocker.cli.command.files;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commit}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
        description = "Create a new image from a container's changes")
public final class CommitVerb implements Verb {
    @Option(names = {"-a", "--author"},
            description = "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")")
    String author;
    @Option(names = {"-c", "--change"}, description = "Apply Dockerfile instruction to the created image")
    List<String> changes = new ArrayList<>();
    @Option(names = {"-m", "--message"}, description = "Commit message")
    String message;
    @Option(names = {"-p", "--pause"}, fallbackValue = "true",
            description = "Pause container during commit (default true)")
    boolean pause = true;
    @Option(names = "--no-pause", description = "Disable pausing container during commit")
    boolean noPause;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "CONTAINER")
    String container;
    @Parameters(index = "1", arity = "0..1", paramLabel = "REPOSITORY[:TAG]")
    String reference;

    @Override
    public int run(Session session) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("container", container);
        if (reference != null) {
            int colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
            query.put("repo", colon < 0 ? reference : reference.substring(0, colon));
            query.put("tag", colon < 0 ? null : reference.substring(colon + 1));
        }
        query.put("comment", message);
        query.put("author", author);
        query.put("pause", pause && !noPause ? null : 0);
        StringBuilder path = new StringBuilder(EngineClient.path("/commit", query));
        changes.forEach(c -> path.append("&changes=").append(EngineClient.escape(c)));
        session.out().println(Json.text(session.client().json("POST", path.toString(), Map.of()), "Id"));
        return 0;
    }
}
