package io.jocker.cli.command.container;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Question;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code container prune}. */
@Command(description = "Remove all stopped containers")
public final class PruneVerb implements Verb {
    @Option(names = "--filter", paramLabel = "filter",
            description = "Provide filter values (e.g. \"until=<timestamp>\")")
    List<String> filters = new ArrayList<>();
    @Option(names = {"-f", "--force"}, description = "Do not prompt for confirmation")
    boolean force;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;

    @Override
    public int run(Session session) throws IOException {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("filters", FilterFlags.parameter(filters));
        if (!force && !Question.confirmed(session, "WARNING! This will remove all stopped containers.")) {
            throw new CliException("container prune has been cancelled");
        }
        Object answer = session.client().json("POST", EngineClient.path("/containers/prune", query), null);
        List<?> deleted = Json.list(answer, "ContainersDeleted");
        if (!deleted.isEmpty()) {
            session.out().println("Deleted Containers:");
            deleted.forEach(session.out()::println);
            session.out().println();
        }
        session.out().println("Total reclaimed space: " + Sizes.human(Json.number(answer, "SpaceReclaimed"), 4));
        return 0;
    }
}
