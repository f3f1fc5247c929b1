package io.jocker.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns three spaces apart, as wide as their widest cell but at least ten characters with the gap. */
public final class Table {
    private static final int GAP = 3;
    private static final int LEAST = 10;

    private final List<String[]> rows = new ArrayList<>();
    private final int least;

    /** With columns of the usual width. */
    public Table() {
        this(LEAST);
    }

    /** With columns of at least so many characters. */
    public Table(int least) {
        this.least = least;
    }

    /** Adds a row with as many cells as the first one has. */
    public void row(String... cells) {
        rows.add(cells);
    }

    /** Prints it all. */
    public void print(PrintStream out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(Math.max(widths[i], least), length(row[i]) + GAP);
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.append(row[i]);
                if (i < widths.length - 1) {
                    text.append(" ".repeat(widths[i] - length(row[i])));
                }
            }
            text.append('\n');
        }
        out.print(text);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
