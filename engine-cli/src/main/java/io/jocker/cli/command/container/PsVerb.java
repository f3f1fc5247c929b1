package io.jocker.cli.command.container;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Listing;
import io.jocker.cli.output.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ps}. */
@Command(description = "List containers")
public final class PsVerb implements Verb {
    private static final int SHORT_ID = 12;
    private static final int COMMAND_WIDTH = 20;
    private static final Map<String, String> TITLES = Map.ofEntries(Map.entry("ID", "CONTAINER ID"),
            Map.entry("Image", "IMAGE"), Map.entry("Command", "COMMAND"), Map.entry("CreatedAt", "CREATED AT"),
            Map.entry("RunningFor", "CREATED"), Map.entry("Status", "STATUS"), Map.entry("State", "STATE"),
            Map.entry("Ports", "PORTS"), Map.entry("Names", "NAMES"), Map.entry("Labels", "LABELS"),
            Map.entry("Mounts", "MOUNTS"), Map.entry("LocalVolumes", "LOCAL VOLUMES"),
            Map.entry("Networks", "NETWORKS"), Map.entry("Size", "SIZE"));

    @Option(names = {"-a", "--all"}, description = "Show all containers (default shows just running)")
    boolean all;
    @Option(names = {"-f", "--filter"}, paramLabel = "filter",
            description = "Filter output based on conditions provided")
    List<String> filters = new ArrayList<>();
    @Option(names = "--format", description = "Format output: 'table', 'table TEMPLATE', 'json' or 'TEMPLATE'")
    String format;
    @Option(names = {"-n", "--last"}, description = "Show n last created containers (includes all states)")
    int last = -1;
    @Option(names = {"-l", "--latest"}, description = "Show the latest created container (includes all states)")
    boolean latest;
    @Option(names = "--no-trunc", description = "Don't truncate output")
    boolean noTrunc;
    @Option(names = {"-q", "--quiet"}, description = "Only display container IDs")
    boolean quiet;
    @Option(names = {"-s", "--size"}, description = "Display total file sizes")
    boolean size;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;

    @Override
    public int run(Session session) {
        int limit = latest ? 1 : last;
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("all", all ? 1 : null);
        query.put("limit", limit > 0 ? limit : null);
        String shown = quiet ? format : session.settings().format(format, "psFormat");
        query.put("size", size || shown != null && shown.contains(".Size") ? 1 : null);
        query.put("filters", FilterFlags.parameter(filters));
        Object answer = session.client().json("GET", EngineClient.path("/containers/json", query), null);
        Listing listing = new Listing(TITLES);
        for (Object container : (List<?>) answer) {
            listing.add(row(container));
        }
        if (quiet && format == null) {
            listing.printOnly("ID", session.out());
            return 0;
        }
        List<String> columns = new ArrayList<>(List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports",
                "Names"));
        if (size) {
            columns.add("Size");
        }
        listing.print(shown, columns, session.out());
        return 0;
    }

    private Map<String, Object> row(Object container) {
        String id = Json.text(container, "Id");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", noTrunc ? id : id.substring(0, Math.min(id.length(), SHORT_ID)));
        row.put("Image", Json.text(container, "Image"));
        row.put("Command", Json.write(shortened(Json.text(container, "Command"))));
        row.put("CreatedAt", Times.full(Json.number(container, "Created")));
        row.put("RunningFor", Times.ago(Json.number(container, "Created")));
        row.put("Status", Json.text(container, "Status"));
        row.put("State", Json.text(container, "State"));
        row.put("Ports", Ports.text(Json.list(container, "Ports")));
        row.put("Names", names(container));
        row.put("Labels", Json.get(container, "Labels") instanceof Map<?, ?> labels
                ? String.join(",", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted()
                .toList()) : "");
        List<?> mounts = Json.list(container, "Mounts");
        row.put("Mounts", String.join(",", mounts.stream().map(m -> mount(m)).toList()));
        row.put("LocalVolumes", Long.toString(mounts.stream().filter(m -> Json.text(m, "Driver").equals("local"))
                .count()));
        row.put("Networks", Json.get(container, "NetworkSettings", "Networks") instanceof Map<?, ?> networks
                ? String.join(",", networks.keySet().stream().map(Object::toString).toList()) : "");
        row.put("Size", size(Json.number(container, "SizeRw"), Json.number(container, "SizeRootFs")));
        return row;
    }

    private String shortened(String command) {
        return noTrunc || command.length() <= COMMAND_WIDTH ? command : command.substring(0, COMMAND_WIDTH - 1) + "…";
    }

    private static String names(Object container) {
        List<String> names = new ArrayList<>();
        for (Object name : Json.list(container, "Names")) {
            names.add(name.toString().startsWith("/") ? name.toString().substring(1) : name.toString());
        }
        return String.join(",", names);
    }

    private static String mount(Object mount) {
        String name = Json.text(mount, "Name");
        return name.isEmpty() ? Json.text(mount, "Source") : name;
    }

    private static String size(long own, long whole) {
        return Sizes.human(own) + (whole > 0 ? " (virtual " + Sizes.human(whole) + ")" : "");
    }
}
