package io.jocker.cli.output;

import io.jocker.cli.client.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a listing verb prints: rows of named fields as a table of some columns, as a table of the user's making
 * ({@code table TEMPLATE}), by a template, or as JSON.
 */
public final class Listing {
    private static final String TABLE = "table";

    private final Map<String, Object> titles;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** A listing whose fields have these titles. */
    public Listing(Map<String, String> titles) {
        this.titles = new TreeMap<>(titles);
    }

    /** Adds a row with a value for each field. */
    public void add(Map<String, Object> row) {
        rows.add(row);
    }

    /** Prints one field of each row. */
    public void printOnly(String field, PrintStream out) {
        rows.forEach(r -> out.println(r.get(field)));
    }

    /**
     * Prints the rows.
     *
     * @param format as the user gave it; null for the table of {@code columns}
     * @throws io.jocker.cli.client.CliException if the format is no template, or names a field that there is not
     */
    public void print(String format, List<String> columns, PrintStream out) {
        if (format == null || format.equals(TABLE)) {
            table(columns, out);
        } else if (format.startsWith(TABLE + " ")) {
            table(new Template(unescaped(format.substring(TABLE.length() + 1))), out);
        } else if (format.equals("json") || format.matches("\\{\\{\\s*json \\.\\s*}}")) {
            rows.forEach(r -> out.println(Json.writeForHtml(new TreeMap<>(r))));
        } else {
            Template template = new Template(unescaped(format));
            template.renderTitles(titles);
            rows.forEach(r -> out.println(template.render(r)));
        }
    }

    /** In listings, {@code \t} and {@code \n} are a tab and the end of a line. */
    private static String unescaped(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }

    private void table(List<String> columns, PrintStream out) {
        Table table = new Table();
        table.row(columns.stream().map(c -> titles.get(c).toString()).toArray(String[]::new));
        for (Map<String, Object> row : rows) {
            table.row(columns.stream().map(c -> row.get(c).toString()).toArray(String[]::new));
        }
        table.print(out);
    }

    private void table(Template template, PrintStream out) {
        Table table = new Table();
        table.row(cells(template.renderTitles(titles)));
        rows.forEach(r -> table.row(cells(template.render(r))));
        table.print(out);
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split("\t", -1)).toArray(String[]::new);
    }
}
