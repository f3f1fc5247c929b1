package io.jocker.daemon.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** daemon.json: each key checked, with its line at hand for the message when something is wrong. */
public final class ConfigFile {
    private final Map<String, JsonNode> values;

    private ConfigFile(Map<String, JsonNode> values) {
        this.values = values;
    }

    /** A file without keys. */
    public static ConfigFile empty() {
        return new ConfigFile(Map.of());
    }

    /**
     * Reads and checks a file.
     *
     * @throws EngineException INVALID, naming file, line and key
     */
    public static ConfigFile read(Path file) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
                return empty();
            }
            try (JsonParser parser = mapper.getFactory().createParser(bytes)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw problem(file, 1, "an object { … } is expected");
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    int line = parser.currentTokenLocation().getLineNr();
                    String name = parser.currentName();
                    parser.nextToken();
                    JsonNode value = mapper.readTree(parser);
                    check(file, line, name, value);
                    if (values.put(name, value) != null) {
                        throw problem(file, line, "the key \"" + name + "\" stands twice");
                    }
                }
                if (parser.nextToken() != null) {
                    throw problem(file, parser.currentTokenLocation().getLineNr(), "something follows the object");
                }
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw problem(file, line, "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw EngineException.invalid("cannot read the configuration file " + file + ": " + e.getMessage());
        }
        return new ConfigFile(values);
    }

    private static void check(Path file, int line, String name, JsonNode value) {
        ConfigKey key = ConfigKey.find(name);
        if (key == null) {
            throw problem(file, line, "the key \"" + name + "\" is not known");
        }
        if (!key.type().fits(value)) {
            throw problem(file, line, "the key \"" + name + "\" must be " + key.type().words() + ", not " + value);
        }
        String refusal = key.refusal(value);
        if (refusal != null) {
            throw problem(file, line, "\"" + name + "\": " + value + " cannot be honoured: " + refusal);
        }
    }

    private static EngineException problem(Path file, int line, String what) {
        return EngineException.invalid("configuration file " + file + ", line " + line + ": " + what);
    }

    /** Whether the file sets a key. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A key's value; a missing node if it is not set. */
    public JsonNode get(String name) {
        JsonNode value = values.get(name);
        return value == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : value;
    }
}
