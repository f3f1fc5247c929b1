package io.jocker.cli.command.image;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
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
import picocli.CommandLine.Parameters;

/** {@code images}. */
@Command(sortOptions = false, description = "List images")
public final class ImageLsVerb implements Verb {
    private static final String NONE = "<none>";
    private static final int SHORT_ID = 12;

    @Option(names = {"-a", "--all"}, description = "Show all images")
    private boolean all;
    @Option(names = {"-q", "--quiet"}, description = "Only show image IDs")
    private boolean quiet;
    @Option(names = "--no-trunc", description = "Don't truncate output")
    private boolean noTrunc;
    @Option(names = {"-f", "--filter"}, description = "Filter output based on conditions provided")
    private List<String> filters = new ArrayList<>();
    @Option(names = "--format", description = "Format output: json, or a template")
    private String format;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    private boolean help;
    @Parameters(arity = "0..1", paramLabel = "REPOSITORY[:TAG]")
    private String reference;

    @Override
    public int run(Session session) {
        List<String> asked = new ArrayList<>(filters);
        if (reference != null) {
            asked.add("reference=" + reference);
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("all", all ? 1 : null);
        query.put("filters", FilterFlags.parameter(asked));
        Object answer = session.client().json("GET", EngineClient.path("/images/json", query), null);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object image : (List<?>) answer) {
            addRows(rows, image);
        }
        if (quiet) {
            rows.stream().map(r -> r.get("ID")).distinct().forEach(session.out()::println);
        } else if (format != null) {
            Template template = new Template(format);
            rows.forEach(r -> session.out().println(template.render(r)));
        } else {
            print(session, rows);
        }
        return 0;
    }

    private void addRows(List<Map<String, Object>> rows, Object image) {
        List<?> tags = Json.list(image, "RepoTags");
        for (Object tag : tags.isEmpty() ? List.of(NONE + ":" + NONE) : tags) {
            String name = tag.toString();
            int colon = name.lastIndexOf(':');
            String id = Json.text(image, "Id");
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("Repository", name.substring(0, colon));
            row.put("Tag", name.substring(colon + 1));
            row.put("ID", noTrunc ? id : id.substring(id.indexOf(':') + 1).substring(0, SHORT_ID));
            row.put("CreatedSince", Json.number(image, "Created") <= 0 ? "N/A"
                    : Times.ago(Json.number(image, "Created")));
            row.put("Size", Sizes.human(Json.number(image, "Size")));
            rows.add(row);
        }
    }

    private static void print(Session session, List<Map<String, Object>> rows) {
        Table table = new Table("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
        for (Map<String, Object> row : rows) {
            table.row(row.get("Repository").toString(), row.get("Tag").toString(), row.get("ID").toString(),
                    row.get("CreatedSince").toString(), row.get("Size").toString());
        }
        table.print(session.out());
    }
}
