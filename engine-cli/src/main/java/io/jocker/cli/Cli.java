package io.jocker.cli;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** One invocation: global options, the verb, its exit code. Only the verb that is invoked is built. */
public final class Cli {
    private static final int USAGE = 125;
    private static final String VERSION = "0.1.0";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path directory;
    private final Terminal terminal;

    /** In a world made of these. */
    public Cli(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, Path directory,
            Terminal terminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.directory = directory;
        this.terminal = terminal;
    }

    /** Runs and returns the exit code. */
    public int run(String... args) {
        try {
            GlobalOptions options = GlobalOptions.parse(args, environment);
            if (options.version()) {
                out.println("jocker version " + VERSION);
                return 0;
            }
            if (options.rest().isEmpty() || options.help()) {
                VerbTable.usage(out);
                return 0;
            }
            return invoke(options, VerbTable.find(options.rest()));
        } catch (CliException e) {
            err.println(e.getMessage());
            return e.exitCode();
        }
    }

    private int invoke(GlobalOptions options, VerbTable.Match match) {
        Verb verb = match.verb();
        CommandLine commandLine = new CommandLine(verb, CommandLine.defaultFactory())
                .setCommandName("jocker " + match.name())
                .setStopAtPositional(match.stopsAtPositional())
                .setPosixClusteredShortOptionsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setUnmatchedOptionsArePositionalParams(false);
        String[] arguments = match.arguments().toArray(String[]::new);
        try {
            commandLine.parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            err.println(words(e, match.name()));
            return USAGE;
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(out);
            return 0;
        }
        EngineClient client = new EngineClient(options.endpoint(), environment.get("DOCKER_API_VERSION"));
        return run(verb, new Session(client, in, out, err, environment, directory, terminal), match.name());
    }

    private int run(Verb verb, Session session, String name) {
        boolean starts = name.equals("run") || name.equals("container run");
        try {
            return verb.run(session);
        } catch (ApiException e) {
            err.println((starts ? "jocker: " : "") + "Error response from daemon: " + e.getMessage());
            return starts ? USAGE : 1;
        } catch (CliException e) {
            err.println((starts ? "jocker: " : "") + e.getMessage());
            return starts && e.exitCode() == 1 ? USAGE : e.exitCode();
        } catch (IOException | UncheckedIOException e) {
            err.println("jocker: " + e.getMessage());
            return starts ? USAGE : 1;
        }
    }

    private static String words(CommandLine.ParameterException e, String name) {
        String message = e.getMessage();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            String option = unmatched.getUnmatched().get(0);
            message = option.startsWith("--") ? "unknown flag: " + option.replaceFirst("=.*", "")
                    : "unknown shorthand flag: '" + option.substring(1, 2) + "' in " + option;
        } else if (e instanceof CommandLine.MissingParameterException) {
            message = "\"jocker " + name + "\": " + message;
        }
        return message + "\nSee 'jocker " + name + " --help'.";
    }
}
