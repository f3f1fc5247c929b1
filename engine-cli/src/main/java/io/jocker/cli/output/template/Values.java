package io.jocker.cli.output.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What Go makes of values: their text, their truth, their types. */
final class Values {
    private static final double LARGE = 1e21;

    private Values() {
    }

    /** Whether {@code if} holds. */
    static boolean isTrue(Object value) {
        return !(value == null || Boolean.FALSE.equals(value) || "".equals(value)
                || value instanceof Number n && n.doubleValue() == 0
                || value instanceof List<?> l && l.isEmpty() || value instanceof Map<?, ?> m && m.isEmpty());
    }

    /** As an action prints it. */
    static String print(Object value) {
        return value == null ? "<no value>" : text(value);
    }

    /** As {@code %v} prints it: lists in brackets, maps as map[k:v] in the order of their keys. */
    static String text(Object value) {
        if (value instanceof List<?> list) {
            return "[" + String.join(" ", list.stream().map(Values::text).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "map[" + String.join(" ", map.entrySet().stream()
                    .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                    .map(e -> e.getKey() + ":" + text(e.getValue())).toList()) + "]";
        }
        if (value instanceof BigDecimal number) {
            return number.abs().doubleValue() >= LARGE ? String.valueOf(number.doubleValue())
                    : number.stripTrailingZeros().toPlainString();
        }
        return value == null ? "<nil>" : value.toString();
    }

    /** The type as Go names it. */
    static String type(Object value) {
        return value == null ? "<nil>" : value instanceof String || !isData(value) ? "string"
                : value instanceof Boolean ? "bool" : value instanceof BigDecimal ? "float64"
                : value instanceof Number ? "int" : value instanceof List<?> ? "[]interface {}"
                : "map[string]interface {}";
    }

    /**
     * Whether a map's keys are users' words (labels, options) and none that a document has: then a key that is not
     * there is no mistake, and its value is the empty text.
     */
    static boolean isOfTexts(Map<?, ?> map) {
        return map.values().stream().allMatch(String.class::isInstance);
    }

    private static boolean isData(Object value) {
        return value instanceof Boolean || value instanceof Number || value instanceof List<?>
                || value instanceof Map<?, ?>;
    }

    /** A value that is none of data's types is worth its text, which it may make late. */
    static Object plain(Object value) {
        return value == null || isData(value) ? value : value.toString();
    }

    static Object number(Token token) {
        String digits = token.text().replace("_", "").replaceFirst("^\\+", "");
        boolean negative = digits.startsWith("-");
        String unsigned = negative ? digits.substring(1) : digits;
        try {
            int radix = unsigned.matches("0[xX].*") ? 16 : unsigned.matches("0[bB].*") ? 2
                    : unsigned.matches("0[oO]?[0-7]+") ? 8 : 10;
            if (radix == 10 && !unsigned.matches("\\d+")) {
                return new BigDecimal(digits);
            }
            String plain = radix == 10 ? unsigned : unsigned.replaceFirst("^0[xXbBoO]?", "");
            return Long.parseLong(negative ? "-" + plain : plain, radix);
        } catch (NumberFormatException e) {
            throw TemplateException.parsing(token.line(), "integer overflow: " + quote(token.text()));
        }
    }

    static long character(Token token) {
        return unquote(token).codePointAt(0);
    }

    static String unquote(Token token) {
        String text = token.text().substring(1, token.text().length() - 1);
        if (token.text().startsWith("`")) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            at = escape(token, text, at, out);
        }
        return out.toString();
    }

    private static int escape(Token token, String text, int start, StringBuilder out) {
        char c = text.charAt(start);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : c >= '0' && c <= '7' ? 3 : 0;
        if (digits > 0) {
            int from = digits == 3 ? start : start + 1;
            String number = text.substring(from, Math.min(from + digits, text.length()));
            if (!number.matches(digits == 3 ? "[0-7]{3}" : "[0-9a-fA-F]{" + digits + "}")) {
                throw TemplateException.parsing(token.line(), "invalid syntax");
            }
            out.appendCodePoint(Integer.parseInt(number, digits == 3 ? 8 : 16));
            return from + digits;
        }
        int known = "abfnrtv\\'\"".indexOf(c);
        if (known < 0) {
            throw TemplateException.parsing(token.line(), "invalid syntax");
        }
        out.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(known));
        return start + 1;
    }

    /** In double quotes, as Go's {@code %q}. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            int known = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
            if (known >= 0) {
                out.append('\\').append("abfnrtv\\\"".charAt(known));
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
