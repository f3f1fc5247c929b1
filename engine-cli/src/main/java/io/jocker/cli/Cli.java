package io.jocker.cli;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.command.VerbSpec;
import io.jocker.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** One invocation: global options, the verb, its exit code. Only the verb that is invoked is built. */
public final class Cli {
    private static final int ENGINE_FAILED = 125;
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
            List<String> words = options.rest();
            if (words.get(0).equals("completion")) {
                return Completion.script(words.subList(1, words.size()), out);
            }
            if (words.get(0).equals("__complete") && words.size() > 1) {
                new Completion(client(options)).candidates(words.subList(1, words.size())).forEach(out::println);
                return 0;
            }
            return invoke(options, VerbTable.find(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CliException e) {
            if (!e.getMessage().isEmpty()) {
                err.println(e.getMessage());
            }
            return e.exitCode();
        } catch (ApiException e) {
            err.println(e.sentence());
            return 1;
        }
    }

    private EngineClient client(GlobalOptions options) {
        return new EngineClient(options.endpoint(), environment.get("DOCKER_API_VERSION"));
    }

    private int invoke(GlobalOptions options, VerbTable.Match match) {
        CommandLine commandLine = new CommandLine(VerbSpec.specOf(match.verb()), CommandLine.defaultFactory())
                .setStopAtPositional(match.stopsAtPositional())
                .setPosixClusteredShortOptionsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .registerConverter(boolean.class, Cli::flag);
        Usage usage = new Usage(commandLine.getCommandSpec(), match.name());
        try {
            parse(commandLine, usage, match.arguments());
            if (commandLine.isUsageHelpRequested()) {
                usage.print(out);
                return 0;
            }
            Session session = new Session(client(options), in, out, err, environment, directory, terminal,
                    options.settings());
            return match.starts() ? start(match.verb(), session, match.name()) : match.verb().run(session);
        } catch (CliException e) {
            throw e.isUsage() ? new CliException(e.exitCode(), usage.error(e.getMessage(), "Run"))
                    : match.creates() && e.exitCode() == ENGINE_FAILED ? new CliException(ENGINE_FAILED, "jocker: "
                    + e.getMessage() + epilogue(match.name())) : e;
        } catch (IOException | UncheckedIOException e) {
            throw new CliException("jocker: " + e.getMessage());
        }
    }

    private static void parse(CommandLine commandLine, Usage usage, List<String> arguments) {
        try {
            commandLine.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw usage.refusal(e, arguments);
        }
    }

    /** Run has exit codes of its own, so that the program's are told from those of the engine. */
    private static int start(Verb verb, Session session, String name) {
        String epilogue = epilogue(name);
        try {
            return verb.run(session);
        } catch (ApiException e) {
            throw new CliException(ENGINE_FAILED, "jocker: " + e.sentence() + epilogue);
        } catch (CliException e) {
            throw e.exitCode() == 1 || e.isUsage() || e.getMessage().isEmpty() ? e
                    : new CliException(e.exitCode(), "jocker: " + e.getMessage() + epilogue);
        } catch (IOException | UncheckedIOException e) {
            throw new CliException(ENGINE_FAILED, "jocker: " + e.getMessage() + epilogue);
        }
    }

    private static String epilogue(String name) {
        return "\n\nRun 'jocker " + name + " --help' for more information";
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new CommandLine.TypeConversionException("no truth value");
        };
    }
}
