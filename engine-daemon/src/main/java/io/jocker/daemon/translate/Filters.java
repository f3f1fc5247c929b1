package io.jocker.daemon.translate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jocker.core.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The query parameter {@code filters}: JSON, name to values, as a list or (older) as a map of true. */
public record Filters(Map<String, List<String>> values) {
    /**
     * Reads the parameter; null is no filter.
     *
     * @param known the names this endpoint takes
     * @throws EngineException INVALID, with Docker's words, for anything else
     */
    public static Filters parse(ApiJson json, String text, Set<String> known) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return new Filters(values);
        }
        JsonNode tree;
        try {
            tree = json.tree(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (EngineException e) {
            throw new EngineException(e.kind(), e.getMessage().replaceFirst("^invalid JSON: ", ""), e);
        }
        if (!tree.isObject()) {
            throw EngineException.invalid("invalid filter: a JSON object is expected");
        }
        tree.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                throw EngineException.invalid("invalid filter '" + field.getKey() + "'");
            }
            values.put(field.getKey(), values(field.getKey(), field.getValue()));
        });
        return new Filters(values);
    }

    private static List<String> values(String name, JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(n -> values.add(text(name, n)));
        } else if (node.isObject()) {
            node.properties().forEach(f -> {
                if (f.getValue().asBoolean(false)) {
                    values.add(f.getKey());
                }
            });
        } else {
            throw EngineException.invalid("invalid filter '" + name + "': a list of strings is expected");
        }
        return values;
    }

    private static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw EngineException.invalid("invalid filter '" + name + "': a list of strings is expected");
        }
        return node.textValue();
    }

    /** Whether anything is asked for under this name. */
    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    /** What is asked for under this name. */
    public List<String> get(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** A filter that is true or false; {@code usual} if it is not given. */
    public boolean flag(String name, boolean usual) {
        if (!has(name)) {
            return usual;
        }
        return switch (get(name).get(0)) {
            case "1", "true", "True", "TRUE", "t" -> true;
            case "0", "false", "False", "FALSE", "f" -> false;
            default -> throw EngineException.invalid("invalid filter '" + name + "=[" + get(name).get(0) + "]'");
        };
    }
}
