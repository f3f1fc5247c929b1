package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import java.util.ArrayList;
import java.util.List;

/** One line of fields between commas; a field in double quotes may hold commas, and a quote written twice. */
public final class Csv {
    private Csv() {
    }

    /**
     * The fields of a flag's value.
     *
     * @throws CliException if a quote is out of place
     */
    public static List<String> fields(String flag, String text) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            StringBuilder field = new StringBuilder();
            at = at < text.length() && text.charAt(at) == '"' ? quoted(flag, text, at + 1, field)
                    : plain(flag, text, at, field);
            fields.add(field.toString());
            at++;
        }
        return fields;
    }

    private static int plain(String flag, String text, int start, StringBuilder field) {
        int comma = text.indexOf(',', start);
        int end = comma < 0 ? text.length() : comma;
        field.append(text, start, end);
        int quote = field.indexOf("\"");
        if (quote >= 0) {
            throw CliException.badFlag(text, flag, "parse error on line 1, column " + (start + quote + 1)
                    + ": bare \" in non-quoted-field");
        }
        return end;
    }

    private static int quoted(String flag, String text, int start, StringBuilder field) {
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at++);
            boolean twice = c == '"' && at < text.length() && text.charAt(at) == '"';
            if (c != '"' || twice) {
                field.append(c);
                at += twice ? 1 : 0;
            } else if (at == text.length() || text.charAt(at) == ',') {
                return at;
            } else {
                break;
            }
        }
        throw CliException.badFlag(text, flag, "parse error on line 1, column " + (at + 1)
                + ": extraneous or missing \" in quoted-field");
    }
}
