package io.jocker.daemon.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jocker.core.EngineException;
import io.jocker.core.api.container.LogConfig;
import io.jocker.core.container.LogOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How one daemon is to run: its options and its file together.
 *
 * @param hosts     where to listen
 * @param group     who may use the socket; empty for the usual group if it exists
 * @param pidFile   empty for none
 * @param logLevel  debug, info, warn or error
 * @param jsonLogs  whether log lines are JSON
 * @param labels    labels of the daemon
 * @param defaults  what containers get that do not say otherwise
 */
public record DaemonConfig(List<String> hosts, String group, Path dataRoot, Path execRoot, String pidFile,
        String logLevel, boolean jsonLogs, List<String> labels, ContainerDefaults defaults) {
    /** Where a daemon listens unless told otherwise. */
    public static final String USUAL_HOST = "unix:///run/jocker.sock";
    private static final Path USUAL_FILE = Path.of("/etc/jocker/daemon.json");
    private static final int EXEC_ROOT_MAX = 35;
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error", "fatal");

    /**
     * Puts options and file together.
     *
     * @throws EngineException INVALID if either is wrong, or both set the same thing
     */
    public static DaemonConfig load(Options options) {
        Path file = options.configFile == null ? USUAL_FILE : options.configFile;
        if (options.configFile != null && !Files.exists(file)) {
            throw EngineException.invalid("the configuration file " + file + " does not exist");
        }
        ConfigFile settings = Files.exists(file) ? ConfigFile.read(file) : ConfigFile.empty();
        refuseBoth(options, settings, file);
        boolean debug = Boolean.TRUE.equals(options.debug) || settings.get("debug").asBoolean();
        String level = debug ? "debug" : text(options.logLevel, settings, "log-level", "info");
        String format = text(options.logFormat, settings, "log-format", "text");
        if (!LEVELS.contains(level)) {
            throw EngineException.invalid("invalid log level: " + level + " (debug, info, warn, error or fatal)");
        }
        if (!Set.of("text", "json").contains(format)) {
            throw EngineException.invalid("invalid log format: " + format + " (text or json)");
        }
        Path execRoot = absolute(text(options.execRoot, settings, "exec-root", "/run/jocker"));
        if (execRoot.toString().length() > EXEC_ROOT_MAX) {
            throw EngineException.invalid("the exec root " + execRoot + " is longer than " + EXEC_ROOT_MAX
                    + " characters: socket addresses beneath it would not fit");
        }
        return new DaemonConfig(hosts(options, settings), text(options.group, settings, "group", ""),
                absolute(text(options.dataRoot, settings, "data-root", "/var/lib/jocker")), execRoot,
                text(options.pidFile, settings, "pidfile", ""), level, format.equals("json"),
                labels(texts(settings.get("labels"))), defaults(settings));
    }

    private static void refuseBoth(Options options, ConfigFile settings, Path file) {
        Map<String, Object> flags = new LinkedHashMap<>();
        flags.put("hosts", options.hosts);
        flags.put("group", options.group);
        flags.put("data-root", options.dataRoot);
        flags.put("exec-root", options.execRoot);
        flags.put("log-level", options.logLevel);
        flags.put("log-format", options.logFormat);
        flags.put("debug", options.debug);
        flags.put("pidfile", options.pidFile);
        flags.forEach((name, value) -> {
            if (value != null && settings.has(name)) {
                throw EngineException.invalid("unable to configure the daemon with file " + file + ": \"" + name
                        + "\" is given both as an option (" + value + ") and in the file (" + settings.get(name)
                        + "): remove one");
            }
        });
    }

    private static String text(String option, ConfigFile settings, String key, String usual) {
        return option != null ? option : settings.get(key).asText(usual);
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }

    private static List<String> hosts(Options options, ConfigFile settings) {
        List<String> hosts = options.hosts != null ? options.hosts : texts(settings.get("hosts"));
        for (String host : hosts) {
            if (!host.startsWith("unix://") && !host.startsWith("fd://")) {
                throw EngineException.invalid("cannot listen on " + host + ": this version of jocker serves unix:// "
                        + "and fd:// only");
            }
            if (host.startsWith("unix://") && !host.matches("unix:///.*[^/]")) {
                throw EngineException.invalid("cannot listen on " + host + ": an absolute path is expected, as in "
                        + USUAL_HOST);
            }
        }
        return hosts.isEmpty() ? List.of(USUAL_HOST) : List.copyOf(hosts);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(n -> texts.add(n.textValue()));
        return texts;
    }

    private static List<String> labels(List<String> labels) {
        for (String label : labels) {
            if (label.indexOf('=') <= 0) {
                throw EngineException.invalid("bad attribute format: label \"" + label + "\" is not name=value");
            }
        }
        return List.copyOf(labels);
    }

    private static ContainerDefaults defaults(ConfigFile settings) {
        Map<String, String> logOptions = new LinkedHashMap<>();
        settings.get("log-opts").properties().forEach(f -> logOptions.put(f.getKey(), f.getValue().textValue()));
        String driver = settings.get("log-driver").asText("json-file");
        if (!Set.of("json-file", "none").contains(driver)) {
            throw EngineException.invalid("the log driver \"" + driver + "\" is not there: this version of jocker has "
                    + "json-file and none");
        }
        LogConfig log = new LogConfig(driver, logOptions);
        LogOptions.of(log);
        return new ContainerDefaults(log, size(settings.get("default-shm-size")),
                mode(settings, "default-ipc-mode", Set.of("private", "shareable")),
                mode(settings, "default-cgroupns-mode", Set.of("private", "host")),
                settings.get("no-new-privileges").asBoolean(), settings.get("cgroup-parent").asText("/jocker"),
                addresses(texts(settings.get("dns"))),
                texts(settings.get("dns-opts")), texts(settings.get("dns-search")));
    }

    private static List<String> addresses(List<String> servers) {
        for (String server : servers) {
            if (!server.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\\w+)?")) {
                throw EngineException.invalid("\"dns\": \"" + server + "\" is not an IP address");
            }
        }
        return servers;
    }

    private static String mode(ConfigFile settings, String key, Set<String> known) {
        String value = settings.get(key).asText("private");
        if (!known.contains(value)) {
            throw EngineException.invalid("invalid " + key + ": " + value + " (" + String.join(" or ", known) + ")");
        }
        return value;
    }

    private static long size(JsonNode node) {
        if (node.isMissingNode()) {
            return ContainerDefaults.SHM_SIZE;
        }
        String text = node.asText().toLowerCase(Locale.ROOT).strip();
        if (!text.matches("\\d{1,15}[kmg]?i?b?")) {
            throw EngineException.invalid("invalid default-shm-size: " + node);
        }
        long number = Long.parseLong(text.replaceAll("\\D", ""));
        int shift = text.contains("k") ? 10 : text.contains("m") ? 20 : text.contains("g") ? 30 : 0;
        return number << shift;
    }
}
