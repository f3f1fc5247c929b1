package io.jocker.cli.output.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Go's {@code fmt.Sprintf}, for the values that there are here. */
final class Printf {
    private final String format;
    private final List<Object> arguments;
    private final StringBuilder out = new StringBuilder();
    private int next;
    private int at;

    private Printf(String format, List<Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    static String print(String format, List<Object> arguments) {
        Printf printf = new Printf(format, arguments);
        printf.run();
        return printf.out.toString();
    }

    private record Spec(String flags, int width, int precision) {
        boolean has(char flag) {
            return flags.indexOf(flag) >= 0;
        }

        String padded(String text) {
            int length = text.codePointCount(0, text.length());
            String gap = " ".repeat(Math.max(0, width - length));
            return has('-') ? text + gap : gap + text;
        }

        /** A number may be filled with zeros, which follow its sign. */
        String number(String text) {
            String signed = text.startsWith("-") ? text : has('+') ? "+" + text : has(' ') ? " " + text : text;
            if (!has('0') || has('-') || signed.length() >= width) {
                return padded(signed);
            }
            int sign = "+- ".indexOf(signed.charAt(0)) >= 0 ? 1 : 0;
            return signed.substring(0, sign) + "0".repeat(width - signed.length()) + signed.substring(sign);
        }
    }

    private void run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                verb();
            } else {
                out.append(c);
            }
        }
        if (next < arguments.size()) {
            out.append("%!(EXTRA ").append(String.join(", ", arguments.subList(next, arguments.size()).stream()
                    .map(a -> a == null ? "<nil>" : Values.type(a) + "=" + Values.text(a)).toList())).append(')');
        }
    }

    private void verb() {
        int start = at;
        while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        String flags = format.substring(start, at);
        int width = size();
        int precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = Math.max(0, size());
        }
        Spec spec = new Spec(width < -1 ? flags + "-" : flags, width < -1 ? -width : width, precision);
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        char verb = format.charAt(at++);
        if (verb == '%') {
            out.append('%');
        } else if (next >= arguments.size()) {
            out.append("%!").append(verb).append("(MISSING)");
        } else {
            out.append(one(verb, spec, arguments.get(next++)));
        }
    }

    /** A width or precision: digits, or {@code *} for the next argument; -1 if there is none. */
    private int size() {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            return next < arguments.size() && arguments.get(next++) instanceof Number n ? n.intValue() : -1;
        }
        int start = at;
        while (at < format.length() && Character.isDigit(format.charAt(at))) {
            at++;
        }
        return at == start ? -1 : Integer.parseInt(format.substring(start, at));
    }

    private String one(char verb, Spec spec, Object value) {
        String text = switch (verb) {
            case 'v' -> spec.has('#') ? source(value) : value instanceof Number && !(value instanceof BigDecimal)
                    ? spec.number(Values.text(value)) : spec.padded(Values.text(value));
            case 'T' -> spec.padded(Values.type(value));
            case 't' -> value instanceof Boolean ? spec.padded(value.toString()) : null;
            case 'd', 'o', 'b', 'c', 'U' -> whole(verb, spec, value);
            case 'x', 'X' -> hex(verb, spec, value);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> fraction(verb, spec, value);
            case 's', 'q' -> words(verb, spec, value);
            default -> null;
        };
        return text != null ? text : value == null ? "%!" + verb + "(<nil>)"
                : "%!" + verb + "(" + Values.type(value) + "=" + Values.text(value) + ")";
    }

    private String words(char verb, Spec spec, Object value) {
        if (value instanceof List<?> list) {
            return "[" + String.join(" ", list.stream().map(v -> one(verb, spec, v)).toList()) + "]";
        }
        if (verb == 'q' && value instanceof Long code) {
            return spec.padded("'" + Character.toString(code.intValue()) + "'");
        }
        if (!(value instanceof String text)) {
            return value instanceof Map<?, ?> ? spec.padded(Values.text(value)) : null;
        }
        String cut = spec.precision() >= 0 && spec.precision() < text.codePointCount(0, text.length())
                ? text.substring(0, text.offsetByCodePoints(0, spec.precision())) : text;
        return spec.padded(verb == 'q' ? Values.quote(cut) : cut);
    }

    private String whole(char verb, Spec spec, Object value) {
        if (value instanceof List<?> list) {
            return "[" + String.join(" ", list.stream().map(v -> one(verb, spec, v)).toList()) + "]";
        }
        if (!(value instanceof Long number)) {
            return null;
        }
        return switch (verb) {
            case 'd' -> spec.number(number.toString());
            case 'o' -> spec.number((spec.has('#') ? "0" : "") + Long.toString(number, 8));
            case 'b' -> spec.number(Long.toString(number, 2));
            case 'c' -> spec.padded(Character.toString(number.intValue()));
            default -> spec.padded(String.format("U+%04X", number));
        };
    }

    private static String hex(char verb, Spec spec, Object value) {
        String text = value instanceof Long number ? spec.number((spec.has('#') ? "0x" : "")
                + Long.toString(number, 16)) : value instanceof String string ? spec.padded(
                HexFormat.of().formatHex(string.getBytes(StandardCharsets.UTF_8))) : null;
        return text == null || verb == 'x' ? text : text.toUpperCase(Locale.ROOT);
    }

    private static String fraction(char verb, Spec spec, Object value) {
        if (!(value instanceof BigDecimal number)) {
            return null;
        }
        int digits = spec.precision() < 0 ? 6 : spec.precision();
        String text = switch (verb) {
            case 'f', 'F' -> number.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
            case 'e', 'E' -> String.format(Locale.ROOT, "%." + digits + verb, number);
            default -> spec.precision() < 0 ? Values.text(number)
                    : Values.text(number.round(new java.math.MathContext(Math.max(1, digits))));
        };
        return spec.number(text);
    }

    /** As {@code %#v} prints what JSON can hold. */
    private static String source(Object value) {
        return value instanceof String text ? Values.quote(text) : value instanceof BigInteger ? value.toString()
                : Values.text(value);
    }
}
