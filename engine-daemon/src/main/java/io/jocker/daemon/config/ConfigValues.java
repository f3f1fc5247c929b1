package io.jocker.daemon.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.LogConfig;
import io.jocker.core.container.logging.LogSettings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the settings of the daemon may be; each method answers the value, or refuses it saying what is expected. */
final class ConfigValues {
    private static final int EXEC_ROOT_MAX = 35;
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error", "fatal");

    private ConfigValues() {
    }

    static List<String> hosts(List<String> hosts) {
        for (String host : hosts) {
            if (!host.startsWith("unix://") && !host.startsWith("fd://")) {
                throw EngineException.invalid("cannot listen on " + host + ": this version of jocker serves unix:// "
                        + "and fd:// only");
            }
            if (host.startsWith("unix://") && !host.matches("unix:///.*[^/]")) {
                throw EngineException.invalid("cannot listen on " + host + ": an absolute path is expected, as in "
                        + DaemonConfig.USUAL_HOST);
            }
        }
        return hosts.isEmpty() ? List.of(DaemonConfig.USUAL_HOST) : List.copyOf(hosts);
    }

    static String group(String group) {
        if (!group.isEmpty()) {
            try {
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            } catch (IOException e) {
                throw new EngineException(ErrorKind.INVALID, "the group " + group + " does not exist: create it, or "
                        + "choose another", e);
            }
        }
        return group;
    }

    static Path path(String text) {
        if (!text.startsWith("/")) {
            throw EngineException.invalid("an absolute path is expected, not \"" + text + "\"");
        }
        return Path.of(text).normalize();
    }

    static String pidFile(String text) {
        return text.isEmpty() ? "" : path(text).toString();
    }

    static Path execRoot(String text) {
        Path execRoot = path(text);
        if (execRoot.toString().length() > EXEC_ROOT_MAX) {
            throw EngineException.invalid("the exec root " + execRoot + " is longer than " + EXEC_ROOT_MAX
                    + " characters: socket addresses beneath it would not fit");
        }
        return execRoot;
    }

    static String logLevel(String level) {
        if (!LEVELS.contains(level)) {
            throw EngineException.invalid("invalid log level: " + level + " (debug, info, warn, error or fatal)");
        }
        return level;
    }

    static String logFormat(String format) {
        if (!format.equals("text") && !format.equals("json")) {
            throw EngineException.invalid("invalid log format: " + format + " (text or json)");
        }
        return format;
    }

    static String logDriver(String driver) {
        LogSettings.of(new LogConfig(driver, Map.of()));
        return driver;
    }

    static List<String> labels(List<String> labels) {
        Map<String, String> values = new HashMap<>();
        for (String label : labels) {
            int equals = label.indexOf('=');
            if (equals <= 0) {
                throw EngineException.invalid("bad attribute format: label \"" + label + "\" is not name=value");
            }
            String other = values.put(label.substring(0, equals), label);
            if (other != null && !other.equals(label)) {
                throw EngineException.invalid("conflict labels for " + label + " and " + other);
            }
        }
        return List.copyOf(labels);
    }

    static String oneOf(String value, String first, String second) {
        if (!value.equals(first) && !value.equals(second)) {
            throw EngineException.invalid("\"" + value + "\" is neither " + first + " nor " + second);
        }
        return value;
    }

    static String cgroupParent(String parent) {
        if (!parent.matches("/?[^/\\s]+(/[^/\\s]+)*/?") || List.of(parent.split("/")).contains("..")) {
            throw EngineException.invalid("\"" + parent + "\" is no path of a control group, such as /jocker");
        }
        return parent;
    }

    static List<String> addresses(List<String> servers) {
        return IpAddresses.checked(servers);
    }

    static List<String> words(List<String> words) {
        for (String word : words) {
            if (!word.matches("\\S+")) {
                throw EngineException.invalid("\"" + word + "\" is not one word");
            }
        }
        return words;
    }

    static Long size(JsonNode node) {
        if (node.isMissingNode()) {
            return ContainerDefaults.SHM_SIZE;
        }
        String text = node.asText().toLowerCase(Locale.ROOT).strip();
        if (!text.matches("\\d{1,9}[kmg]?i?b?|\\d{1,18}b?") || node.isContainerNode()) {
            throw EngineException.invalid("invalid size: " + node);
        }
        long number = Long.parseLong(text.replaceAll("\\D", ""));
        int shift = text.contains("k") ? 10 : text.contains("m") ? 20 : text.contains("g") ? 30 : 0;
        return number << shift;
    }

    /** A time in seconds; INVALID if it is negative. */
    static int seconds(int value) {
        if (value < 0) {
            throw EngineException.invalid(value + " is no time in seconds");
        }
        return value;
    }
}
