package io.jocker.cli.command.volume;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Listing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volume ls}. */
@Command(description = "List volumes")
public final class VolumeLsVerb implements Verb {
    private static final Map<String, String> TITLES = Map.of("Name", "VOLUME NAME", "Driver", "DRIVER", "Scope",
            "SCOPE", "Mountpoint", "MOUNTPOINT", "Labels", "LABELS", "Links", "LINKS", "Size", "SIZE",
            "Availability", "AVAILABILITY", "Group", "GROUP", "Status", "STATUS");

    @Option(names = {"-f", "--filter"}, paramLabel = "filter",
            description = "Provide filter values (e.g. \"dangling=true\")")
    List<String> filters = new ArrayList<>();
    @Option(names = "--format", description = "Format output: 'table', 'table TEMPLATE', 'json' or 'TEMPLATE'")
    String format;
    @Option(names = {"-q", "--quiet"}, description = "Only display volume names")
    boolean quiet;
    @Option(names = "--cluster", description = "Display only cluster volumes (refused: there are none)")
    boolean cluster;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;

    @Override
    public int run(Session session) {
        if (cluster) {
            throw new CliException("jocker has no cluster volumes: --cluster is not supported");
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("filters", FilterFlags.parameter(filters));
        Object answer = session.client().json("GET", EngineClient.path("/volumes", query), null);
        Listing listing = new Listing(TITLES);
        Json.list(answer, "Volumes").stream().sorted(Comparator.comparing((Object v) -> Json.text(v, "Name")))
                .forEach(v -> listing.add(row(v)));
        String shown = quiet ? format : session.settings().format(format, "volumesFormat");
        if (quiet && shown == null) {
            listing.printOnly("Name", session.out());
        } else {
            listing.print(shown, List.of("Driver", "Name"), session.out());
        }
        return 0;
    }

    private static Map<String, Object> row(Object volume) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (String field : List.of("Name", "Driver", "Scope", "Mountpoint")) {
            row.put(field, Json.text(volume, field));
        }
        row.put("Labels", Json.get(volume, "Labels") instanceof Map<?, ?> labels
                ? String.join(",", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted()
                .toList()) : "");
        for (String unknown : List.of("Links", "Size", "Availability", "Group", "Status")) {
            row.put(unknown, "N/A");
        }
        return row;
    }
}
