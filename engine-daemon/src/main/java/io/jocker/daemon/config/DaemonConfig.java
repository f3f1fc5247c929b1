package io.jocker.daemon.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jocker.core.EngineException;
import io.jocker.core.api.container.LogConfig;
import io.jocker.core.container.logging.LogSettings;
import io.jocker.core.container.spec.OciRuntimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
        String level = value(options.logLevel, settings, "log-level", "info", ConfigValues::logLevel);
        return new DaemonConfig(
                settings.read("hosts", n -> ConfigValues.hosts(options.hosts != null ? options.hosts : texts(n))),
                value(options.group, settings, "group", "", ConfigValues::group),
                value(absolute(options.dataRoot), settings, "data-root", "/var/lib/jocker", ConfigValues::path),
                value(absolute(options.execRoot), settings, "exec-root", "/run/jocker", ConfigValues::execRoot),
                value(absolute(options.pidFile), settings, "pidfile", "", ConfigValues::pidFile),
                debug ? "debug" : level,
                value(options.logFormat, settings, "log-format", "text", ConfigValues::logFormat).equals("json"),
                settings.read("labels", n -> ConfigValues.labels(texts(n))), defaults(settings));
    }

    /** An option's value, or the file's, or the usual one: each is checked, and the file's with its line. */
    private static <T> T value(String option, ConfigFile settings, String key, String usual,
            Function<String, T> check) {
        return settings.read(key, n -> check.apply(option != null ? option : n.asText(usual)));
    }

    /** A path on the command line begins where the command is typed; one in the file must be absolute. */
    private static String absolute(String option) {
        return option == null || option.isEmpty() ? option : Path.of(option).toAbsolutePath().normalize().toString();
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

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(n -> texts.add(n.textValue()));
        return texts;
    }

    private static ContainerDefaults defaults(ConfigFile settings) {
        String driver = settings.read("log-driver", n -> ConfigValues.logDriver(n.asText("json-file")));
        LogConfig log = settings.read("log-opts", n -> {
            Map<String, String> logOptions = new LinkedHashMap<>();
            n.properties().forEach(f -> logOptions.put(f.getKey(), f.getValue().textValue()));
            LogConfig config = new LogConfig(driver, logOptions);
            LogSettings.of(config);
            return config;
        });
        return new ContainerDefaults(log, settings.read("default-shm-size", ConfigValues::size),
                settings.read("default-ipc-mode", n -> ConfigValues.oneOf(n.asText("private"), "private",
                        "shareable")),
                settings.read("default-cgroupns-mode", n -> ConfigValues.oneOf(n.asText("private"), "private",
                        "host")),
                settings.get("no-new-privileges").asBoolean(),
                settings.read("cgroup-parent", n -> ConfigValues.cgroupParent(n.asText("/jocker"))),
                settings.read("dns", n -> ConfigValues.addresses(texts(n))),
                settings.read("dns-opts", n -> ConfigValues.words(texts(n))),
                settings.read("dns-search", n -> ConfigValues.words(texts(n))),
                settings.get("default-runtime").asText(OciRuntimes.OWN),
                settings.read("runtimes", RuntimeValues::runtimes),
                settings.read("default-ulimits", RuntimeValues::ulimits), settings.get("init").asBoolean(),
                settings.read("shutdown-timeout", n -> ConfigValues.seconds(n.asInt(15))));
    }
}
