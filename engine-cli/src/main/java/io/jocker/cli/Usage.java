package io.jocker.cli;

import io.jocker.cli.client.CliException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a verb's command line may look like, and what is said of one that does not: in the words of Docker's client. */
final class Usage {
    private static final int WIDTH = 80;
    private static final int SLOP = 5;
    private static final int FLAG_ERROR = 125;

    private final CommandSpec spec;
    private final String name;

    /** For the verb {@code name}, several words for some. */
    Usage(CommandSpec spec, String name) {
        this.spec = spec;
        this.name = "jocker " + name;
    }

    /** The line that shows the shape of the command. */
    String line() {
        String[] synopsis = spec.usageMessage().customSynopsis();
        return "Usage:  " + name + (synopsis.length == 0 ? " [OPTIONS]" : " " + synopsis[0]);
    }

    /** An error of the command line, followed by its proper shape. */
    String error(String message, String verb) {
        return message + "\n\n" + line() + "\n\n" + verb + " '" + name + " --help' for more information";
    }

    /** The failure to report for what the parser refused. */
    CliException refusal(CommandLine.ParameterException e, List<String> arguments) {
        for (String argument : e.getCommandLine().getUnmatchedArguments()) {
            if (argument.startsWith("-") && argument.length() > 1) {
                return flagError(argument.startsWith("--") ? "unknown flag: " + argument.replaceFirst("=.*", "")
                        : "unknown shorthand flag: '" + argument.charAt(1) + "' in " + argument);
            }
        }
        ArgSpec argument = e.getArgSpec();
        if (e instanceof CommandLine.MissingParameterException missing && missing.getMissing().get(0).isOption()) {
            String last = arguments.get(arguments.size() - 1);
            return flagError("flag needs an argument: " + (last.startsWith("--") ? last
                    : "'" + last.charAt(last.length() - 1) + "' in " + last));
        }
        if (argument instanceof OptionSpec option) {
            boolean flag = isFlag(option);
            return CliException.badFlag(e.getValue(), names(option), "strconv.Parse"
                    + (flag ? "Bool" : "Int") + ": parsing \"" + e.getValue() + "\": invalid syntax");
        }
        return wrongCount();
    }

    private static String names(OptionSpec option) {
        return option.names().length == 1 ? option.longestName() : option.shortestName() + ", " + option.longestName();
    }

    private CliException flagError(String message) {
        return CliException.usage(FLAG_ERROR, message);
    }

    private CliException wrongCount() {
        int least = 0;
        int most = 0;
        for (ArgSpec positional : spec.positionalParameters()) {
            least += positional.arity().min();
            most = positional.arity().isVariable() ? Integer.MAX_VALUE : most + positional.arity().max();
        }
        String verb = most == Integer.MAX_VALUE ? "See" : "Run";
        String wanted = most == 0 ? "accepts no arguments" : "requires " + (least == most ? ""
                : most == Integer.MAX_VALUE ? "at least " : "at most ")
                + count(most == Integer.MAX_VALUE ? least : most);
        return new CliException(error("jocker: '" + name + "' " + wanted, verb));
    }

    private static String count(int number) {
        return number + (number == 1 ? " argument" : " arguments");
    }

    /** What {@code --help} prints. */
    void print(PrintStream out) {
        out.println(line());
        out.println();
        out.println(String.join("\n", spec.usageMessage().description()));
        List<OptionSpec> options = new ArrayList<>(spec.options());
        options.removeIf(o -> o.usageHelp() || o.hidden());
        if (options.isEmpty()) {
            return;
        }
        options.sort(Comparator.comparing(OptionSpec::longestName));
        List<String> heads = options.stream().map(Usage::head).toList();
        int indent = heads.stream().mapToInt(String::length).max().orElse(0) + 3;
        out.println();
        out.println("Options:");
        for (int i = 0; i < heads.size(); i++) {
            out.println(heads.get(i) + " ".repeat(indent - heads.get(i).length())
                    + wrapped(String.join(" ", options.get(i).description()), indent));
        }
    }

    private static String head(OptionSpec option) {
        String shortest = option.shortestName();
        String names = shortest.startsWith("--") ? "      " : "  " + shortest + ", ";
        return names + option.longestName() + type(option);
    }

    private static String type(OptionSpec option) {
        if (!option.paramLabel().startsWith("<")) {
            return " " + option.paramLabel();
        }
        Class<?> type = option.type();
        return isFlag(option) ? "" : List.class.isAssignableFrom(type) ? " list"
                : Number.class.isAssignableFrom(type) ? " int" : " string";
    }

    private static boolean isFlag(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    /** Breaks lines where Docker's client breaks them: a last word of few letters may stand over the edge. */
    private static String wrapped(String text, int indent) {
        int width = WIDTH - indent - SLOP;
        StringBuilder lines = new StringBuilder();
        String rest = text;
        while (rest.length() >= width + SLOP && rest.lastIndexOf(' ', width - 1) > 0) {
            int space = rest.lastIndexOf(' ', width - 1);
            lines.append(rest, 0, space).append('\n').append(" ".repeat(indent));
            rest = rest.substring(space + 1);
        }
        return lines.append(rest).toString();
    }
}
