package io.jocker.cli.command.container;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Times;
import io.jocker.cli.terminal.StdioPump;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Fetch the logs of a container, or of several with their names")
public final class LogsVerb implements Verb {
    @Option(names = {"-f", "--follow"}, description = "Follow log output")
    boolean follow;
    @Option(names = "--since", description = "Show logs since timestamp or relative (42m for 42 minutes)")
    String since;
    @Option(names = "--until", description = "Show logs before a timestamp or relative (42m for 42 minutes)")
    String until;
    @Option(names = {"-n", "--tail"}, description = "Number of lines to show from the end of the logs")
    String tail = "all";
    @Option(names = {"-t", "--timestamps"}, description = "Show timestamps")
    boolean timestamps;
    @Option(names = "--details", description = "Show extra details provided to logs")
    boolean details;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) throws IOException {
        if (names.size() > 1) {
            return new InterleavedLogs(session, follow, timestamps).print(names, query());
        }
        Object report = session.client().json("GET", "/containers/" + EngineClient.escape(names.get(0)) + "/json",
                null);
        try (HttpStream logs = session.client().call("GET", EngineClient.path("/containers/"
                + Json.text(report, "Id") + "/logs", query()), null)) {
            boolean tty = Boolean.TRUE.equals(Json.get(report, "Config", "Tty"));
            StdioPump.copy(logs.body(), tty, session.out(), session.err());
        }
        return 0;
    }

    private Map<String, Object> query() {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("stdout", 1);
        query.put("stderr", 1);
        query.put("follow", follow ? 1 : null);
        query.put("timestamps", timestamps ? 1 : null);
        query.put("details", details ? 1 : null);
        query.put("since", time("since", since));
        query.put("until", time("until", until));
        query.put("tail", tail);
        return query;
    }

    private static String time(String flag, String text) {
        try {
            return Times.parameter(text);
        } catch (CliException e) {
            throw (CliException) new CliException("invalid value for \"" + flag + "\": " + e.getMessage()).initCause(e);
        }
    }
}
