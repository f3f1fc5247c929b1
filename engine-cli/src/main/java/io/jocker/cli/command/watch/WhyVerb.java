package io.jocker.cli.command.watch;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.client.JsonReader;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Times;
import io.jocker.cli.terminal.StdioPump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code why}: what inspect, events and logs know of a container's end, in sentences. */
@Command(customSynopsis = "[OPTIONS] CONTAINER",
        description = "Tell in a few sentences why a container ended, or how it is")
public final class WhyVerb implements Verb {
    private static final int SIGNALLED = 128;

    @Option(names = {"-n", "--tail"}, description = "Number of lines of the logs to show (default 5)")
    int tail = 5;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(paramLabel = "CONTAINER")
    String container;

    @Override
    public int run(Session session) throws IOException {
        if (tail < 0) {
            throw new CliException(125, "--tail cannot be negative");
        }
        Object report = session.client().json("GET", "/containers/" + EngineClient.escape(container) + "/json", null);
        String name = Json.text(report, "Name").replaceFirst("^/", "");
        Object state = Json.get(report, "State");
        List<String> sentences = new ArrayList<>();
        sentences.add(EndStory.tell(name, state));
        sentences.addAll(EndStory.asked(events(session, report)));
        sentences.addAll(EndStory.meaning(state, Json.get(report, "HostConfig")));
        sentences.addAll(EndStory.restarts(report));
        sentences.addAll(EndStory.health(state));
        sentences.forEach(session.out()::println);
        if (tail > 0) {
            logs(session, report);
        }
        return 0;
    }

    /** What the engine still remembers of the container since its last start; it forgets when it is restarted. */
    private static List<Object> events(Session session, Object report) throws IOException {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("since", Times.parameter(Json.text(report, "State", "StartedAt")));
        query.put("until", Times.parameter(Instant.now().toString()));
        query.put("filters", Json.write(Map.of("container", List.of(Json.text(report, "Id")))));
        List<Object> events = new ArrayList<>();
        try (HttpStream response = session.client().call("GET", EngineClient.path("/events", query), null);
                JsonReader reader = new JsonReader(response.body())) {
            while (reader.more()) {
                events.add(reader.value());
            }
        }
        return events;
    }

    private void logs(Session session, Object report) throws IOException {
        if (Json.text(report, "HostConfig", "LogConfig", "Type").equals("none")) {
            session.out().println("It kept no logs (log driver none).");
            return;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(lines, true, StandardCharsets.UTF_8);
        try (HttpStream response = session.client().call("GET", "/containers/" + Json.text(report, "Id")
                + "/logs?stdout=1&stderr=1&tail=" + tail, null)) {
            StdioPump.copy(response.body(), Boolean.TRUE.equals(Json.get(report, "Config", "Tty")), both, both);
        }
        if (lines.size() == 0) {
            session.out().println("It logged nothing.");
            return;
        }
        session.out().println("The last it logged:");
        lines.toString(StandardCharsets.UTF_8).lines().forEach(l -> session.out().println("  " + l));
    }

    /** Whether an exit code tells of a signal. */
    static boolean isSignal(long code) {
        return code > SIGNALLED && code < SIGNALLED + 65;
    }
}
