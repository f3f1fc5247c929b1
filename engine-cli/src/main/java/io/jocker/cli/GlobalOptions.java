package io.jocker.cli;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.ConfigFile;
import io.jocker.cli.client.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stands before the verb. Each variable of the environment may be spelt {@code JOCKER_…} or {@code
 * DOCKER_…}; the former wins.
 */
record GlobalOptions(String host, String context, String configDirectory, boolean version, boolean help,
        List<String> rest, Map<String, String> environment) {
    private static final String USUAL_HOST = "unix:///run/jocker.sock";

    static GlobalOptions parse(String[] args, Map<String, String> environment) {
        String host = null;
        String context = null;
        String config = null;
        boolean version = false;
        boolean help = false;
        int at = 0;
        while (at < args.length && args[at].startsWith("-")) {
            String option = args[at].replaceFirst("=.*", "");
            boolean attached = option.length() < args[at].length();
            switch (option) {
                case "-v", "--version" -> version = true;
                case "-h", "--help" -> help = true;
                case "-D", "--debug" -> {
                    // Asks for more words; this client has no more to give.
                }
                case "-H", "--host", "-c", "--context", "--config", "-l", "--log-level" -> {
                    String value = attached ? args[at].substring(option.length() + 1) : value(args, ++at, option);
                    switch (option) {
                        case "-H", "--host" -> host = value;
                        case "-c", "--context" -> context = value;
                        case "--config" -> config = value;
                        default -> {
                            // The log level of a client that does not log.
                        }
                    }
                }
                case "--tls", "--tlsverify", "--tlscacert", "--tlscert", "--tlskey" -> throw new CliException(
                        option + " is not supported by this version of jocker: use a Unix socket");
                default -> throw new CliException(125, "unknown flag: " + option + "\nSee 'jocker --help'.");
            }
            at++;
        }
        return new GlobalOptions(host, context, config, version, help, List.of(args).subList(at, args.length),
                environment);
    }

    private static String value(String[] args, int at, String option) {
        if (at >= args.length) {
            throw new CliException(125, "flag needs an argument: " + option + "\nSee 'jocker --help'.");
        }
        return args[at];
    }

    private String variable(String name) {
        String own = environment.get("JOCKER_" + name);
        String value = own != null && !own.isEmpty() ? own : environment.get("DOCKER_" + name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Where the engine is: by option, by variable, by context, or the usual place. */
    Endpoint endpoint() {
        if (host != null && context != null) {
            throw new CliException("conflicting options: either specify --host or --context, not both");
        }
        if (host != null) {
            return new Endpoint(host);
        }
        if (context == null && variable("HOST") != null) {
            return new Endpoint(variable("HOST"));
        }
        ConfigFile config = new ConfigFile(directory());
        String name = context != null ? context : variable("CONTEXT") != null ? variable("CONTEXT")
                : config.currentContext();
        return new Endpoint(name == null || name.equals("default") ? USUAL_HOST : config.contextHost(name));
    }

    private Path directory() {
        String given = configDirectory != null ? configDirectory : variable("CONFIG");
        return given != null ? Path.of(given) : Path.of(environment.getOrDefault("HOME", "/root"), ".docker");
    }
}
