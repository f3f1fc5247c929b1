package io.jocker.cli.command.system;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.client.JsonReader;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Sheet;
import io.jocker.cli.output.Template;
import io.jocker.cli.output.Times;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verbs about the engine itself. */
public final class SystemVerbs {
    private SystemVerbs() {
    }

    /** {@code version}. */
    @Command(description = "Show the version information")
    public static final class Version implements Verb {
        @Option(names = {"-f", "--format"}, description = "Format output: json, or a template")
        String format;
        @Option(names = "--help", usageHelp = true, description = "Print usage")
        boolean help;

        @Override
        public int run(Session session) {
            String context = session.client().endpoint().context();
            if (format == null) {
                // What is known without the engine is told without it.
                Sheet.clientVersion(context, session.out());
                Sheet.serverVersion(session.client().json("GET", "/version", null), session.out());
                return 0;
            }
            Template template = new Template(format);
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("Client", Sheet.client(context));
            both.put("Server", null);
            ApiException failure = null;
            try {
                both.put("Server", session.client().json("GET", "/version", null));
            } catch (ApiException e) {
                failure = e;
            }
            session.out().println(template.render(both));
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }

    /** {@code info}. */
    @Command(description = "Display system-wide information")
    public static final class Info implements Verb {
        @Option(names = {"-f", "--format"}, description = "Format output: json, or a template")
        String format;
        @Option(names = "--help", usageHelp = true, description = "Print usage")
        boolean help;

        @Override
        public int run(Session session) {
            if (format != null) {
                session.out().println(new Template(format).render(session.client().json("GET", "/info", null)));
                return 0;
            }
            Sheet.clientInfo(session.client().endpoint().context(), session.out());
            Object info = session.client().json("GET", "/info", null);
            Sheet.serverInfo(info, session.out());
            Json.list(info, "Warnings").forEach(session.err()::println);
            return 0;
        }
    }

    /** {@code events}. */
    @Command(description = "Get real time events from the server")
    public static final class Events implements Verb {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx").withZone(ZoneId.systemDefault());
        private static final long NANOS = 1_000_000_000;

        @Option(names = "--since", description = "Show all events created since timestamp")
        String since;
        @Option(names = "--until", description = "Stream events until this timestamp")
        String until;
        @Option(names = {"-f", "--filter"}, paramLabel = "filter",
            description = "Filter output based on conditions provided")
        List<String> filters = new ArrayList<>();
        @Option(names = "--format", description = "Format output: json, or a template")
        String format;
        @Option(names = "--help", usageHelp = true, description = "Print usage")
        boolean help;

        @Override
        public int run(Session session) throws IOException {
            Map<String, Object> query = new LinkedHashMap<>();
            query.put("since", Times.parameter(since));
            query.put("until", Times.parameter(until));
            query.put("filters", FilterFlags.parameter(filters));
            Template template = format == null ? null : new Template(format);
            try (HttpStream response = session.client().call("GET", EngineClient.path("/events", query), null);
                    JsonReader reader = new JsonReader(response.body())) {
                while (reader.more()) {
                    Object event = reader.value();
                    session.out().println(template == null ? line(event) : template.render(event));
                    if (session.out().checkError()) {
                        return 1;
                    }
                }
            }
            return 0;
        }

        private static String line(Object event) {
            long nanos = Json.number(event, "timeNano");
            StringBuilder attributes = new StringBuilder();
            if (Json.get(event, "Actor", "Attributes") instanceof Map<?, ?> map) {
                map.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted()
                        .forEach(a -> attributes.append(attributes.length() == 0 ? "" : ", ").append(a));
            }
            return TIME.format(Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS)) + " "
                    + Json.text(event, "Type") + " " + Json.text(event, "Action") + " "
                    + Json.text(event, "Actor", "ID") + " (" + attributes + ")";
        }
    }
}
