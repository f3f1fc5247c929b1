package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What every {@code prune} verb does once its flags are read: ask, have it done, tell what is gone. */
public final class Pruning {
    private Pruning() {
    }

    /**
     * Prunes one kind of object and prints the names of what is gone and the space it gave back.
     *
     * @param kind the kind's name in the singular and in lower case, as in {@code volume}
     * @param filters the filters, each {@code key=value}
     * @param warning what is about to be removed, to be confirmed by the user; {@code null} asks nothing
     * @throws CliException if a filter has no value or the user declines
     * @throws IOException if the engine cannot be reached or refuses
     */
    public static void run(Session session, String kind, List<String> filters, String warning) throws IOException {
        String filter = FilterFlags.parameter(filters);
        if (warning != null && !Question.confirmed(session, "WARNING! " + warning)) {
            throw new CliException(kind + " prune has been cancelled");
        }
        String path = EngineClient.path("/" + kind + "s/prune", Collections.singletonMap("filters", filter));
        Object answer = session.client().json("POST", path, null);
        String kinds = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "s";
        List<?> deleted = Json.list(answer, kinds + "Deleted");
        if (!deleted.isEmpty()) {
            session.out().println("Deleted " + kinds + ":");
            deleted.forEach(session.out()::println);
            session.out().println();
        }
        session.out().println("Total reclaimed space: " + Sizes.human(Json.number(answer, "SpaceReclaimed"), 4));
    }
}
