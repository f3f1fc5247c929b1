package io.jocker.core.container.logging;

import io.jocker.core.EngineException;
import io.jocker.core.container.ContainerSpec;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log option {@code tag}: text with fields such as {@code {{.Name}}} in it. */
final class LogTag {
    private static final int SHORT_ID = 12;
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");
    private static final Set<String> KNOWN = Set.of(".ID", ".FullID", ".Name", ".ImageID", ".ImageFullID",
            ".ImageName", ".DaemonName");

    private LogTag() {
    }

    /** Refuses fields that there are not: INVALID. */
    static void check(String tag) {
        Matcher field = FIELD.matcher(tag == null ? "" : tag);
        while (field.find()) {
            if (!KNOWN.contains(field.group(1))) {
                throw EngineException.invalid("invalid value for tag: there is no field {{" + field.group(1)
                        + "}}; there are " + String.join(", ", KNOWN.stream().sorted().toList()));
            }
        }
    }

    /** The text for one container. */
    static String render(String tag, ContainerSpec spec, String name) {
        return FIELD.matcher(tag).replaceAll(field -> Matcher.quoteReplacement(switch (field.group(1)) {
            case ".ID" -> spec.id().substring(0, SHORT_ID);
            case ".FullID" -> spec.id();
            case ".Name" -> name;
            case ".ImageID" -> spec.image().replaceFirst(".*:", "").substring(0, SHORT_ID);
            case ".ImageFullID" -> spec.image();
            case ".ImageName" -> spec.config().image();
            default -> "jocker";
        }));
    }
}
