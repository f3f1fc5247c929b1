package io.jocker.cli.output;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --format}: text with {@code {{.Field.Name}}} and {@code {{json .Field}}}. The rest of Go's template
 * language is refused by name until it is there (docs/limits.md).
 */
public final class Template {
    private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
    private static final Pattern FIELD = Pattern.compile("(json |upper |lower )?\\s*(\\.|(?:\\.\\w+)+)");

    private final String text;

    /** A template; {@code \t} and {@code \n} are escapes in it. */
    public Template(String text) {
        this.text = text.replace("\\t", "\t").replace("\\n", "\n");
        if (text.lastIndexOf("{{") > text.lastIndexOf("}}")) {
            throw new CliException(64, "template parsing error: template: :1: unclosed action");
        }
        Matcher actions = ACTION.matcher(text);
        while (actions.find()) {
            if (!FIELD.matcher(actions.group(1)).matches()) {
                throw new CliException(64, "template parsing error: {{" + actions.group(1) + "}} is not supported by "
                        + "this version of jocker: use {{.Field}}, {{json .Field}}, upper or lower");
            }
        }
    }

    /** The text for one value, without a newline. */
    public String render(Object value) {
        if (text.equals("json")) {
            return Json.write(value);
        }
        return ACTION.matcher(text).replaceAll(match -> {
            Matcher field = FIELD.matcher(match.group(1));
            field.matches();
            return Matcher.quoteReplacement(apply(field.group(1), find(value, field.group(2),
                    match.start(1) + field.start(2))));
        });
    }

    private static Object find(Object value, String path, int column) {
        Object at = value;
        for (String name : path.substring(1).split("\\.")) {
            if (name.isEmpty()) {
                continue;
            }
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
                throw new CliException("template parsing error: template: :1:" + column + ": executing \"\" at <" + path
                        + ">: map has no entry for key \"" + name + "\"");
            }
            at = map.get(name);
        }
        return at;
    }

    private static String apply(String function, Object value) {
        if (function == null) {
            return plain(value);
        }
        return switch (function.strip()) {
            case "json" -> Json.write(value);
            case "upper" -> plain(value).toUpperCase(java.util.Locale.ROOT);
            default -> plain(value).toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** As Go prints it: lists in brackets, maps as map[k:v]. */
    private static String plain(Object value) {
        if (value instanceof List<?> list) {
            return "[" + String.join(" ", list.stream().map(Template::plain).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "map[" + String.join(" ", map.entrySet().stream()
                    .map(e -> e.getKey() + ":" + plain(e.getValue())).sorted().toList()) + "]";
        }
        return value == null ? "<no value>" : value.toString();
    }
}
