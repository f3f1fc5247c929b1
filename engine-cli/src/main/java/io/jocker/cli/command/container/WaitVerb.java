package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.client.JsonReader;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wait}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Block until one or more containers stop, then print their exit codes")
public final class WaitVerb implements Verb {
    private static final String HEALTHY = "healthy";

    @Option(names = "--condition", description = "What to wait for (\"not-running\", \"next-exit\", \"removed\", or "
            + "\"healthy\", which prints no code) (default \"not-running\")")
    String condition;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) throws IOException {
        if (condition != null && !List.of("not-running", "next-exit", "removed", HEALTHY).contains(condition)) {
            throw CliException.badFlag(condition, "--condition", "must be one of \"not-running\", \"next-exit\", "
                    + "\"removed\" or \"healthy\"");
        }
        int code = 0;
        for (String name : names) {
            try {
                if (HEALTHY.equals(condition)) {
                    awaitHealth(session, name);
                    session.out().println(HEALTHY);
                } else {
                    Object answer = session.client().json("POST", "/containers/" + EngineClient.escape(name) + "/wait"
                            + (condition == null ? "" : "?condition=" + condition), null);
                    session.out().println(Json.number(answer, "StatusCode"));
                }
            } catch (ApiException e) {
                session.err().println(e.sentence());
                code = 1;
            } catch (CliException e) {
                session.err().println(e.getMessage());
                code = 1;
            }
        }
        return code;
    }

    /** Listens before it looks, so that no change falls between the two. */
    private static void awaitHealth(Session session, String name) throws IOException {
        EngineClient client = session.client();
        String path = "/containers/" + EngineClient.escape(name) + "/json";
        String id = Json.text(client.json("GET", path, null), "Id");
        String filters = Json.write(Map.of("type", List.of("container"), "container", List.of(id)));
        try (HttpStream events = client.call("GET", "/events?filters=" + EngineClient.escape(filters), null);
                JsonReader reader = new JsonReader(events.body())) {
            while (!isHealthy(client.json("GET", path, null), name)) {
                String action;
                do {
                    if (!reader.more()) {
                        throw new IOException("the engine ended its events");
                    }
                    action = Json.text(reader.value(), "Action");
                } while (!action.startsWith("health_status") && !List.of("die", "destroy", "start").contains(action));
            }
        }
    }

    private static boolean isHealthy(Object report, String name) {
        String status = Json.text(report, "State", "Status");
        if (List.of("exited", "dead", "removing").contains(status)) {
            throw new CliException("container " + name + " is not running any more: it ended with exit code "
                    + Json.number(report, "State", "ExitCode") + " (jocker why " + name + " tells more)");
        }
        String health = Json.text(report, "State", "Health", "Status");
        boolean checked = !Json.list(report, "Config", "Healthcheck", "Test").isEmpty()
                && !Json.list(report, "Config", "Healthcheck", "Test").equals(List.of("NONE"));
        if (!checked) {
            throw new CliException("container " + name + " has no health check: give it one with --health-cmd");
        }
        return health.equals(HEALTHY);
    }
}
