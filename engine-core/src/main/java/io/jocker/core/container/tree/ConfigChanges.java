package io.jocker.core.container.tree;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jocker.core.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The instructions of a Dockerfile that {@code commit --change} takes, applied to an image's configuration. */
final class ConfigChanges {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigChanges() {
    }

    /**
     * The configuration with all changes.
     *
     * @throws EngineException INVALID for an instruction that changes no configuration, or a malformed one
     */
    static ObjectNode apply(ObjectNode config, List<String> changes) {
        for (String change : changes) {
            for (String line : change.split("\\R")) {
                if (!line.isBlank()) {
                    one(config, line.strip());
                }
            }
        }
        return config;
    }

    private static void one(ObjectNode config, String line) {
        String[] parts = line.split("\\s+", 2);
        String instruction = parts[0].toUpperCase(Locale.ROOT);
        String rest = parts.length == 2 ? parts[1] : "";
        if (rest.isEmpty()) {
            throw EngineException.invalid(instruction + " requires at least one argument");
        }
        switch (instruction) {
            case "CMD" -> config.set("Cmd", command(config, rest));
            case "ENTRYPOINT" -> config.set("Entrypoint", command(config, rest));
            case "ENV" -> pairs(rest).forEach(p -> env(config, p[0], p[1]));
            case "LABEL" -> pairs(rest).forEach(p -> object(config, "Labels").put(p[0], p[1]));
            case "EXPOSE" -> words(rest).forEach(p -> object(config, "ExposedPorts")
                    .putObject(p.contains("/") ? p : p + "/tcp"));
            case "VOLUME" -> list(rest).forEach(v -> object(config, "Volumes").putObject(v));
            case "USER" -> config.put("User", rest);
            case "WORKDIR" -> config.put("WorkingDir", directory(config, rest));
            case "STOPSIGNAL" -> config.put("StopSignal", rest);
            case "SHELL" -> config.set("Shell", json(rest));
            case "ONBUILD" -> array(config, "OnBuild").add(rest);
            default -> throw EngineException.invalid(instruction + " is not a valid change command");
        }
    }

    private static ObjectNode object(ObjectNode config, String name) {
        return config.get(name) instanceof ObjectNode object ? object : config.putObject(name);
    }

    private static ArrayNode array(ObjectNode config, String name) {
        return config.get(name) instanceof ArrayNode array ? array : config.putArray(name);
    }

    private static String directory(ObjectNode config, String path) {
        String base = config.path("WorkingDir").asText("");
        return java.nio.file.Path.of(base.isEmpty() ? "/" : base).resolve(path).normalize().toString();
    }

    /** JSON is taken as it is; anything else is a line for the shell. */
    private static ArrayNode command(ObjectNode config, String text) {
        if (text.startsWith("[")) {
            return json(text);
        }
        ArrayNode command = JSON.createArrayNode();
        if (config.get("Shell") instanceof ArrayNode shell && !shell.isEmpty()) {
            command.addAll(shell);
        } else {
            command.add("/bin/sh").add("-c");
        }
        return command.add(text);
    }

    private static ArrayNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ArrayNode array) {
                return array;
            }
        } catch (JsonProcessingException e) {
            throw EngineException.invalid("not a JSON list of strings: " + text);
        }
        throw EngineException.invalid("not a JSON list of strings: " + text);
    }

    private static List<String> list(String text) {
        List<String> words = new ArrayList<>();
        if (text.startsWith("[")) {
            json(text).forEach(n -> words.add(n.asText()));
            return words;
        }
        return words(text);
    }

    private static void env(ObjectNode config, String name, String value) {
        ArrayNode env = array(config, "Env");
        for (int i = env.size() - 1; i >= 0; i--) {
            if (env.get(i).asText().startsWith(name + "=")) {
                env.remove(i);
            }
        }
        env.add(name + "=" + value);
    }

    /** {@code A=b C="d e"}, or the old form {@code A the rest}. */
    private static List<String[]> pairs(String text) {
        List<String> words = words(text);
        List<String[]> pairs = new ArrayList<>();
        if (!words.get(0).contains("=")) {
            String[] old = text.split("\\s+", 2);
            if (old.length < 2) {
                throw EngineException.invalid("ENV and LABEL must have two arguments: " + text);
            }
            pairs.add(old);
            return pairs;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw EngineException.invalid("Syntax error - can't find = in \"" + word
                        + "\". Must be of the form: name=value");
            }
            pairs.add(new String[] {word.substring(0, equals), word.substring(equals + 1)});
        }
        return pairs;
    }

    /** Words as a shell has them: quotes hold together, a backslash takes what follows as it is. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                word.append(c);
                escaped = false;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                escaped = true;
                begun = true;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (c == quote && quote != 0) {
                quote = 0;
            } else if (Character.isWhitespace(c) && quote == 0) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
