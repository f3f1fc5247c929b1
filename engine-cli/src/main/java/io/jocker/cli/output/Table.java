package io.jocker.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, three spaces apart. */
public final class Table {
    private static final int GAP = 3;

    private final List<String[]> rows = new ArrayList<>();

    /** A table with this head. */
    public Table(String... head) {
        rows.add(head);
    }

    /** Adds a row with as many cells as the head has. */
    public void row(String... cells) {
        rows.add(cells);
    }

    /** Prints it all. */
    public void print(PrintStream out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.append(row[i]);
                if (i < widths.length - 1) {
                    text.append(" ".repeat(widths[i] - row[i].length() + GAP));
                }
            }
            text.append('\n');
        }
        out.print(text);
    }
}
