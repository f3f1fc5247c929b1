package io.jocker.cli.output.template;

import io.jocker.cli.client.Json;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The functions that templates may call: Go's own and Docker's. */
final class Functions {
    /** Their names; {@code and} and {@code or} are the executor's, since they may leave arguments alone. */
    static final Set<String> NAMES = Set.of("and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index",
            "slice", "print", "printf", "println", "html", "js", "urlquery", "json", "split", "join", "title", "lower",
            "upper", "pad", "truncate");
    private static final Set<String> KEPT_IN_TITLES = Set.of("json", "split", "join", "title", "lower", "upper",
            "truncate", "pad");

    private final boolean titles;

    /**
     * @param titles whether the values are the titles of columns, which Docker's functions leave as they are
     */
    Functions(boolean titles) {
        this.titles = titles;
    }

    /** A failure inside a function, to which the executor adds where it was called. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int argument;
        private final String wanted;

        Failure(String message) {
            super(message);
            this.argument = -1;
            this.wanted = "";
        }

        /** That an argument is not of the type that is wanted. */
        Failure(int argument, String wanted, Object value) {
            super("wrong type for value; expected " + wanted + "; got "
                    + (value instanceof Number ? "json.Number" : Values.type(value)));
            this.argument = argument;
            this.wanted = wanted;
        }

        /** The argument that is to blame, or -1. */
        int argument() {
            return argument;
        }

        /** What is said of an argument that stands in the template itself. */
        String ofConstant(String source) {
            return switch (wanted) {
                case "string" -> "expected string; found " + source;
                case "int" -> "expected integer; found " + source;
                default -> "can't handle " + source + " for arg of type " + wanted;
            };
        }
    }

    Object call(String name, List<Object> arguments) {
        if (titles && KEPT_IN_TITLES.contains(name)) {
            int subject = name.equals("json") || arguments.size() == 1 || name.equals("pad") || name.equals("truncate")
                    || name.equals("split") || name.equals("join") ? 0 : arguments.size() - 1;
            return arguments.get(subject);
        }
        return switch (name) {
            case "not" -> !Values.isTrue(arguments.get(0));
            case "eq" -> equalsAny(arguments);
            case "ne" -> !Comparison.equal(arguments.get(0), arguments.get(1));
            case "lt" -> Comparison.compare(arguments.get(0), arguments.get(1)) < 0;
            case "le" -> Comparison.compare(arguments.get(0), arguments.get(1)) <= 0;
            case "gt" -> Comparison.compare(arguments.get(0), arguments.get(1)) > 0;
            case "ge" -> Comparison.compare(arguments.get(0), arguments.get(1)) >= 0;
            case "len" -> length(arguments.get(0));
            case "index" -> index(arguments);
            case "slice" -> slice(arguments);
            case "print" -> print(arguments);
            case "println" -> String.join(" ", arguments.stream().map(Values::text).toList()) + "\n";
            case "printf" -> Printf.print(string(arguments, 0), arguments.subList(1, arguments.size()));
            case "html", "js", "urlquery" -> escaped(name, print(arguments));
            default -> docker(name, arguments);
        };
    }

    private static Object docker(String name, List<Object> arguments) {
        return switch (name) {
            case "json" -> Json.write(arguments.get(0));
            case "split" -> List.<Object>of(split(string(arguments, 0), string(arguments, 1)));
            case "join" -> join(arguments);
            case "title" -> title(string(arguments, 0));
            case "lower" -> string(arguments, 0).toLowerCase(Locale.ROOT);
            case "upper" -> string(arguments, 0).toUpperCase(Locale.ROOT);
            case "pad" -> string(arguments, 0).isEmpty() ? "" : " ".repeat(number(arguments, 1))
                    + string(arguments, 0) + " ".repeat(number(arguments, 2));
            case "truncate" -> string(arguments, 0).length() < number(arguments, 1) ? string(arguments, 0)
                    : string(arguments, 0).substring(0, number(arguments, 1));
            default -> throw new IllegalStateException(name);
        };
    }

    /** How many arguments a function takes; the second is -1 if there is no end. */
    static int[] arity(String name) {
        return switch (name) {
            case "not", "len", "json", "title", "lower", "upper" -> new int[] {1, 1};
            case "ne", "lt", "le", "gt", "ge", "split", "join", "truncate" -> new int[] {2, 2};
            case "pad" -> new int[] {3, 3};
            case "eq", "and", "or", "index", "slice", "printf" -> new int[] {1, -1};
            default -> new int[] {0, -1};
        };
    }

    private static String string(List<Object> arguments, int index) {
        if (arguments.get(index) instanceof String text) {
            return text;
        }
        throw new Failure(index, "string", arguments.get(index));
    }

    private static int number(List<Object> arguments, int index) {
        if (arguments.get(index) instanceof Long number) {
            return (int) Math.max(0, number);
        }
        throw new Failure(index, "int", arguments.get(index));
    }

    private static boolean equalsAny(List<Object> arguments) {
        if (arguments.size() < 2) {
            throw new Failure("missing argument for comparison");
        }
        boolean found = false;
        for (Object other : arguments.subList(1, arguments.size())) {
            found |= Comparison.equal(arguments.get(0), other);
        }
        return found;
    }

    private static Object length(Object value) {
        if (value instanceof String text) {
            return (long) text.getBytes(StandardCharsets.UTF_8).length;
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return (long) (value instanceof List<?> list ? list.size() : ((Map<?, ?>) value).size());
        }
        throw new Failure(value == null ? "len of nil pointer" : "len of type " + Values.type(value));
    }

    private static Object index(List<Object> arguments) {
        Object at = arguments.get(0);
        for (Object key : arguments.subList(1, arguments.size())) {
            if (at instanceof Map<?, ?> map) {
                if (!(key instanceof String)) {
                    throw new Failure("value has type " + Values.type(key) + "; should be string");
                }
                at = map.containsKey(key) || map.isEmpty() || !Values.isOfTexts(map) ? Values.plain(map.get(key)) : "";
            } else if (at instanceof List<?> || at instanceof String) {
                at = element(at, key);
            } else {
                throw new Failure(at == null ? "index of untyped nil" : "can't index item of type "
                        + Values.type(at));
            }
        }
        return at;
    }

    private static Object element(Object sequence, Object key) {
        if (!(key instanceof Long number)) {
            throw new Failure(key == null ? "cannot index slice/array with nil"
                    : "cannot index slice/array with type " + Values.type(key));
        }
        byte[] bytes = sequence instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
        int size = bytes != null ? bytes.length : ((List<?>) sequence).size();
        if (number < 0 || number >= size) {
            throw new Failure("index out of range: " + number);
        }
        return bytes != null ? (Object) (long) (bytes[number.intValue()] & 0xff)
                : Values.plain(((List<?>) sequence).get(number.intValue()));
    }

    private static Object slice(List<Object> arguments) {
        Object item = arguments.get(0);
        int size = ((Long) length(item)).intValue();
        int from = arguments.size() > 1 ? number(arguments, 1) : 0;
        int to = arguments.size() > 2 ? number(arguments, 2) : size;
        if (from > size || to > size) {
            throw new Failure("index out of range: " + Math.max(from, to));
        }
        if (from > to) {
            throw new Failure("invalid slice index: " + from + " > " + to);
        }
        if (item instanceof Map<?, ?>) {
            throw new Failure("can't slice item of type " + Values.type(item));
        }
        return item instanceof String text ? new String(text.getBytes(StandardCharsets.UTF_8), from, to - from,
                StandardCharsets.UTF_8) : ((List<?>) item).subList(from, to);
    }

    /** With a space between two of which neither is a string. */
    private static String print(List<Object> arguments) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < arguments.size(); i++) {
            boolean apart = i > 0 && !(arguments.get(i) instanceof String)
                    && !(arguments.get(i - 1) instanceof String);
            out.append(apart ? " " : "").append(Values.text(arguments.get(i)));
        }
        return out.toString();
    }

    private static Object[] split(String text, String separator) {
        if (separator.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toArray();
        }
        List<Object> parts = new ArrayList<>();
        int at = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, at)) {
            parts.add(text.substring(at, end));
            at = end + separator.length();
        }
        parts.add(text.substring(at));
        return parts.toArray();
    }

    private static String join(List<Object> arguments) {
        if (arguments.get(0) == null) {
            return "";
        }
        if (!(arguments.get(0) instanceof List<?> list) || list.stream().anyMatch(e -> !(e instanceof String))) {
            throw new Failure(0, "[]string", arguments.get(0));
        }
        return String.join(string(arguments, 1), list.stream().map(Object::toString).toList());
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inWord ? c : Character.toTitleCase(c));
            inWord = Character.isLetterOrDigit(c) || c == '_' || c == '\'';
        }
        return out.toString();
    }

    private static String escaped(String language, String text) {
        return switch (language) {
            case "html" -> text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&#34;")
                    .replace("'", "&#39;").replace("\0", "\uFFFD");
            case "js" -> script(text);
            default -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
        };
    }

    private static String script(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if ("\\'\"".indexOf(c) >= 0) {
                out.append('\\').append(c);
            } else if ("<>&=".indexOf(c) >= 0 || c < ' ') {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What Go's comparisons allow: values of one basic kind. */
    static final class Comparison {
        private Comparison() {
        }

        static boolean equal(Object a, Object b) {
            if (a == null || b == null) {
                return a == b;
            }
            if (a instanceof Number && b instanceof Number) {
                return decimal(a).compareTo(decimal(b)) == 0;
            }
            check(a, b);
            return a.equals(b);
        }

        static int compare(Object a, Object b) {
            if (a instanceof Number && b instanceof Number) {
                return decimal(a).compareTo(decimal(b));
            }
            check(a, b);
            if (a instanceof String text) {
                return text.compareTo((String) b);
            }
            throw new Failure("invalid type for comparison");
        }

        private static void check(Object a, Object b) {
            boolean basic = (a instanceof String || a instanceof Boolean || a instanceof Number)
                    && (b instanceof String || b instanceof Boolean || b instanceof Number);
            if (!basic) {
                throw new Failure("non-comparable type " + Values.text(a) + ": " + Values.type(a));
            }
            if (!Values.type(a).equals(Values.type(b))) {
                throw new Failure("incompatible types for comparison");
            }
        }

        private static BigDecimal decimal(Object number) {
            return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
        }
    }
}
