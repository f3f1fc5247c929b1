package io.jocker.cli.command.container;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Table;
import io.jocker.cli.output.Template;
import io.jocker.cli.output.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ps}. */
@Command(sortOptions = false, description = "List containers")
public final class PsVerb implements Verb {
    private static final int SHORT_ID = 12;
    private static final int COMMAND_WIDTH = 20;

    @Option(names = {"-a", "--all"}, description = "Show all containers (default shows just running)")
    private boolean all;
    @Option(names = {"-q", "--quiet"}, description = "Only display container IDs")
    private boolean quiet;
    @Option(names = "--no-trunc", description = "Don't truncate output")
    private boolean noTrunc;
    @Option(names = {"-n", "--last"}, description = "Show n last created containers (includes all states)")
    private Integer last;
    @Option(names = {"-l", "--latest"}, description = "Show the latest created container (includes all states)")
    private boolean latest;
    @Option(names = {"-f", "--filter"}, description = "Filter output based on conditions provided")
    private List<String> filters = new ArrayList<>();
    @Option(names = "--format", description = "Format output: json, or a template")
    private String format;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    private boolean help;

    @Override
    public int run(Session session) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("all", all ? 1 : null);
        query.put("limit", latest ? Integer.valueOf(1) : last);
        query.put("filters", FilterFlags.parameter(filters));
        Object answer = session.client().json("GET", EngineClient.path("/containers/json", query), null);
        List<Map<String, Object>> rows = ((List<?>) answer).stream().map(this::row).toList();
        if (quiet) {
            rows.forEach(r -> session.out().println(r.get("ID")));
        } else if (format != null) {
            Template template = new Template(format);
            rows.forEach(r -> session.out().println(template.render(r)));
        } else {
            print(session, rows);
        }
        return 0;
    }

    private Map<String, Object> row(Object container) {
        String id = Json.text(container, "Id");
        String command = Json.text(container, "Command");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", noTrunc ? id : id.substring(0, SHORT_ID));
        row.put("Image", Json.text(container, "Image"));
        row.put("Command", '"' + (noTrunc || command.length() <= COMMAND_WIDTH ? command
                : command.substring(0, COMMAND_WIDTH - 1) + "…") + '"');
        row.put("CreatedAt", java.time.Instant.ofEpochSecond(Json.number(container, "Created")).toString());
        row.put("RunningFor", Times.ago(Json.number(container, "Created")));
        row.put("Status", Json.text(container, "Status"));
        row.put("State", Json.text(container, "State"));
        row.put("Ports", "");
        row.put("Names", String.join(",", Json.list(container, "Names").stream()
                .map(n -> n.toString().substring(1)).toList()));
        row.put("Labels", Json.get(container, "Labels") instanceof Map<?, ?> labels
                ? String.join(",", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()) : "");
        return row;
    }

    private static void print(Session session, List<Map<String, Object>> rows) {
        Table table = new Table("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
        for (Map<String, Object> row : rows) {
            table.row(text(row, "ID"), text(row, "Image"), text(row, "Command"), text(row, "RunningFor"),
                    text(row, "Status"), text(row, "Ports"), text(row, "Names"));
        }
        table.print(session.out());
    }

    private static String text(Map<String, Object> row, String name) {
        return row.get(name).toString();
    }
}
