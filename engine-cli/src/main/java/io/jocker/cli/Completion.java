package io.jocker.cli;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.VerbSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What may follow the words of a command line, for the scripts of shells that {@code completion} prints. */
final class Completion {
    /** Asks a shell's script to offer files too. */
    private static final String FILES = ":files";
    private static final Set<String> SHELLS = Set.of("bash", "zsh", "fish");

    private final EngineClient client;

    /** With names of what {@code client}'s engine has. */
    Completion(EngineClient client) {
        this.client = client;
    }

    /** Prints a shell's script. */
    static int script(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.size() != 1 || !SHELLS.contains(arguments.get(0))) {
            throw new CliException("jocker: 'jocker completion' requires 1 argument\n\nUsage:  jocker completion "
                    + "bash|zsh|fish");
        }
        try (InputStream in = Completion.class.getResourceAsStream("completion." + arguments.get(0))) {
            in.transferTo(out);
        }
        return 0;
    }

    /** What the last word, begun or empty, may become, a line each. */
    Collection<String> candidates(List<String> words) {
        String begun = words.get(words.size() - 1);
        List<String> before = words.subList(0, words.size() - 1);
        Set<String> found = new TreeSet<>();
        VerbTable.Match match = before.isEmpty() ? null : find(before);
        if (match == null) {
            found.addAll(VerbTable.wordsAfter(before));
        } else {
            afterVerb(match, begun, found);
        }
        found.removeIf(c -> !c.startsWith(begun) && !c.equals(FILES));
        return found;
    }

    private static VerbTable.Match find(List<String> words) {
        try {
            return VerbTable.find(words);
        } catch (CliException noVerbYet) {
            return null;
        }
    }

    private void afterVerb(VerbTable.Match match, String begun, Set<String> found) {
        CommandSpec spec = VerbSpec.specOf(match.verb());
        int given = 0;
        boolean value = false;
        for (String argument : match.arguments()) {
            OptionSpec option = value ? null : option(spec, argument);
            given += value || argument.startsWith("-") ? 0 : 1;
            value = option != null && !isFlag(option) && !argument.contains("=");
        }
        if (value || match.stopsAtPositional() && given > 0) {
            found.add(FILES);
        } else if (begun.startsWith("-")) {
            spec.options().forEach(o -> found.addAll(List.of(o.names())));
        } else {
            found.addAll(names(label(spec, given), match));
        }
    }

    private static OptionSpec option(CommandSpec spec, String word) {
        return word.startsWith("-") ? spec.findOption(word.replaceFirst("=.*", "")) : null;
    }

    private static boolean isFlag(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    /** What a verb calls its argument of this number. */
    private static String label(CommandSpec spec, int number) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.index().min() <= number && number <= parameter.index().max()) {
                return parameter.paramLabel();
            }
        }
        return "";
    }

    private List<String> names(String label, VerbTable.Match match) {
        try {
            return switch (label) {
                case "CONTAINER" -> containers(!Set.of("stop", "kill", "exec", "attach", "pause", "top", "stats")
                        .contains(match.name().replaceFirst("^container ", "")));
                case "IMAGE", "SOURCE_IMAGE[:TAG]" -> images();
                case "VOLUME" -> volumes();
                case "NAME|ID" -> {
                    List<String> all = new ArrayList<>(containers(true));
                    all.addAll(images());
                    all.addAll(volumes());
                    yield all;
                }
                case "SRC_PATH", "DEST_PATH" -> {
                    List<String> places = new ArrayList<>(containers(true).stream().map(c -> c + ":").toList());
                    places.add(FILES);
                    yield places;
                }
                default -> List.of(FILES);
            };
        } catch (ApiException noEngine) {
            return List.of();
        }
    }

    private List<String> containers(boolean all) {
        Object answer = client.json("GET", "/containers/json" + (all ? "?all=1" : ""), null);
        return ((List<?>) answer).stream().flatMap(c -> Json.list(c, "Names").stream())
                .map(n -> n.toString().replaceFirst("^/", "")).toList();
    }

    private List<String> images() {
        return ((List<?>) client.json("GET", "/images/json", null)).stream()
                .flatMap(i -> Json.list(i, "RepoTags").stream()).map(Object::toString)
                .flatMap(t -> t.endsWith(":latest") ? List.of(t, t.substring(0, t.length() - 7)).stream()
                : List.of(t).stream()).toList();
    }

    private List<String> volumes() {
        return Json.list(client.json("GET", "/volumes", null), "Volumes").stream().map(v -> Json.text(v, "Name"))
                .toList();
    }
}
