package io.jocker.cli;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.ConfigFile;
import io.jocker.cli.client.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands before the verb. Each variable of the environment may be spelt {@code JOCKER_…} or {@code
 * DOCKER_…}; the former wins.
 */
record GlobalOptions(String host, String context, String configDirectory, boolean version, boolean help,
        List<String> rest, Map<String, String> environment) {
    private static final Set<String> VALUED = Set.of("-H", "--host", "-c", "--context", "--config", "-l",
            "--log-level");
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "warning", "error", "fatal", "panic",
            "trace");
    private static final String DEFAULT = "default";
    private static final String USUAL_HOST = "unix:///run/jocker.sock";

    static GlobalOptions parse(String[] args, Map<String, String> environment) {
        String host = null;
        String context = null;
        String config = null;
        boolean version = false;
        boolean help = false;
        int at = 0;
        while (at < args.length && args[at].startsWith("-") && args[at].length() > 1) {
            String option = name(args[at]);
            switch (option) {
                case "-v", "--version" -> version = true;
                case "-h", "--help" -> help = true;
                case "-D", "--debug" -> {
                    // Asks for more words; this client has no more to give.
                }
                case "-H", "--host" -> host = value(args, at, option);
                case "-c", "--context" -> context = value(args, at, option);
                case "--config" -> config = value(args, at, option);
                case "-l", "--log-level" -> checkLevel(value(args, at, option));
                case "--tls", "--tlsverify", "--tlscacert", "--tlscert", "--tlskey" -> throw new CliException(
                        option + " is not supported by this version of jocker: use a Unix socket");
                default -> throw usage((option.startsWith("--") ? "unknown flag: " + option
                        : "unknown shorthand flag: '" + option.charAt(1) + "' in " + args[at]));
            }
            at += VALUED.contains(option) && args[at].equals(option) ? 2 : 1;
        }
        return new GlobalOptions(host, context, config, version, help, List.of(args).subList(at, args.length),
                environment);
    }

    /** An option's name without what is attached to it, as in {@code -Hunix://x} and {@code --host=unix://x}. */
    private static String name(String argument) {
        if (!argument.startsWith("--")) {
            return argument.substring(0, 2);
        }
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }

    private static String value(String[] args, int at, String option) {
        String attached = args[at].substring(option.length());
        if (!attached.isEmpty()) {
            return attached.startsWith("=") ? attached.substring(1) : attached;
        }
        if (at + 1 >= args.length) {
            throw usage("flag needs an argument: " + (option.startsWith("--") ? option
                    : "'" + option.charAt(1) + "' in " + option));
        }
        return args[at + 1];
    }

    private static void checkLevel(String level) {
        if (!LEVELS.contains(level)) {
            throw new CliException("Unable to parse logging level: " + level);
        }
    }

    private static CliException usage(String message) {
        return new CliException(125, message + "\n\nUsage:  jocker [OPTIONS] COMMAND [ARG...]\n\nRun 'jocker --help' "
                + "for more information");
    }

    private String variable(String name) {
        String own = environment.get("JOCKER_" + name);
        String value = own != null && !own.isEmpty() ? own : environment.get("DOCKER_" + name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * Where the engine is: by option, by variable, by context, or the usual place.
     *
     * @throws CliException if the options contradict each other, or there is no such context
     */
    Endpoint endpoint() {
        boolean named = host != null && !host.isEmpty();
        if (named && context != null) {
            throw new CliException("conflicting options: cannot specify both --host and --context");
        }
        if (named) {
            return new Endpoint(host, DEFAULT);
        }
        if (context == null && variable("HOST") != null) {
            return new Endpoint(variable("HOST"), DEFAULT);
        }
        ConfigFile config = settings();
        String name = context != null ? context : variable("CONTEXT") != null ? variable("CONTEXT")
                : config.currentContext();
        return name == null || name.equals(DEFAULT) ? new Endpoint(USUAL_HOST, DEFAULT)
                : new Endpoint(config.contextHost(name), name);
    }

    /** The client's own settings. */
    ConfigFile settings() {
        return new ConfigFile(directory());
    }

    private Path directory() {
        String given = configDirectory != null ? configDirectory : variable("CONFIG");
        return given != null ? Path.of(given) : Path.of(environment.getOrDefault("HOME", "/root"), ".docker");
    }
}
