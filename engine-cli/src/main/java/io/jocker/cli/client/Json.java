package io.jocker.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain maps, lists, strings, numbers, booleans and nulls. Without data binding, whose classes alone would
 * cost a command more time than its work.
 */
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private Json() {
    }

    /** Reads one value; null at the end of the stream. */
    public static Object read(InputStream in) throws IOException {
        JsonReader reader = new JsonReader(in);
        return reader.more() ? reader.value() : null;
    }

    /** Writes a value on one line. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, false);
        return out.toString();
    }

    /** Writes a value on one line with the characters escaped that HTML knows, as Go's encoder does by default. */
    public static String writeForHtml(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, true);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, boolean html) {
        if (value instanceof Map<?, ?> map) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                string(out, String.valueOf(entry.getKey()), html);
                out.append(':');
                write(out, entry.getValue(), html);
                separator = ',';
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            char separator = '[';
            for (Object element : list) {
                out.append(separator);
                write(out, element, html);
                separator = ',';
            }
            out.append(separator == '[' ? "[]" : "]");
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else {
            string(out, value.toString(), html);
        }
    }

    private static void string(StringBuilder out, String text, boolean html) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || html && (c == '<' || c == '>' || c == '&')) {
                        out.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            out.append(HEX.charAt(c >> shift & 0xf));
                        }
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /**
     * Indents JSON by four spaces without touching its strings and numbers, as Go's {@code json.Indent} does: so what
     * inspect prints is what the engine wrote.
     */
    public static String indent(String json) {
        StringBuilder out = new StringBuilder(json.length() * 2);
        int depth = 0;
        int at = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            int next = at + 1;
            switch (c) {
                case ' ', '\n', '\r', '\t' -> {
                    // Only what this writes itself.
                }
                case '"' -> {
                    next = endOfString(json, at);
                    out.append(json, at, next);
                }
                case '{', '[' -> {
                    out.append(c);
                    next = skipBlanks(json, next);
                    if (next < json.length() && json.charAt(next) == c + 2) {
                        out.append(json.charAt(next++));
                    } else {
                        newLine(out, ++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(out, --depth);
                    out.append(c);
                }
                case ',' -> newLine(out.append(c), depth);
                case ':' -> out.append(": ");
                default -> out.append(c);
            }
            at = next;
        }
        return out.toString();
    }

    private static int skipBlanks(String json, int at) {
        int next = at;
        while (next < json.length() && json.charAt(next) <= ' ') {
            next++;
        }
        return next;
    }

    private static int endOfString(String json, int start) {
        int at = start + 1;
        while (at < json.length() && json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, json.length());
    }

    private static void newLine(StringBuilder out, int depth) {
        out.append('\n').append("    ".repeat(depth));
    }

    /** A member of an object, or null: of anything that is no object, too. */
    public static Object get(Object object, String... path) {
        Object at = object;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    /** A member as text, empty if it is absent. */
    public static String text(Object object, String... path) {
        Object value = get(object, path);
        return value == null ? "" : value.toString();
    }

    /** A member as a number, 0 if it is absent. */
    public static long number(Object object, String... path) {
        return get(object, path) instanceof Number number ? number.longValue() : 0;
    }

    /** A member as a list, empty if it is absent. */
    public static List<?> list(Object object, String... path) {
        return get(object, path) instanceof List<?> list ? list : List.of();
    }
}
