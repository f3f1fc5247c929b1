package io.jocker.daemon.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jocker.core.EngineException;
import io.jocker.daemon.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** daemon.json: each key checked, with its line at hand for the message when something is wrong. */
public final class ConfigFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private record Setting(JsonNode value, int line) {
    }

    private final Path file;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /** A file without keys. */
    public static ConfigFile empty() {
        return new ConfigFile(null);
    }

    /**
     * Reads and checks a file.
     *
     * @throws EngineException INVALID, naming file, line and key
     */
    public static ConfigFile read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ConfigFile config = new ConfigFile(file);
            if (!new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
                config.parse(bytes);
            }
            return config;
        } catch (IOException e) {
            throw EngineException.invalid("cannot read the configuration file " + file + ": " + e.getMessage());
        }
    }

    private void parse(byte[] bytes) throws IOException {
        JsonFault fault = JsonFault.find(bytes);
        if (fault != null) {
            throw problem(fault.line(), "not valid JSON: " + fault.message());
        }
        try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw problem(1, "an object { … } is expected");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int line = parser.currentTokenLocation().getLineNr();
                String name = parser.currentName();
                parser.nextToken();
                JsonNode value = MAPPER.readTree(parser);
                check(line, name, value);
                if (settings.put(name, new Setting(value, line)) != null) {
                    throw problem(line, "the key \"" + name + "\" stands twice");
                }
            }
        } catch (JsonProcessingException e) {
            throw problem(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "not UTF-8, or nested too deep");
        }
    }

    private void check(int line, String name, JsonNode value) {
        ConfigKey key = ConfigKey.find(name);
        if (key == null) {
            throw problem(line, "the key \"" + name + "\" is not known");
        }
        if (!key.type().fits(value)) {
            throw problem(line, "the key \"" + name + "\" must be " + key.type().words() + ", not " + value);
        }
        String refusal = key.refusal(value);
        if (refusal != null) {
            throw problem(line, "\"" + name + "\": " + value + " cannot be honoured: " + refusal);
        }
    }

    private EngineException problem(int line, String what) {
        return EngineException.invalid("configuration file " + file + ", line " + line + ": " + what);
    }

    /**
     * Makes something of a key's value, which is a missing node if the file does not set it.
     *
     * @throws EngineException INVALID if {@code reading} refuses the value, naming key and line as well
     */
    <T> T read(String name, Function<JsonNode, T> reading) {
        Setting setting = settings.get(name);
        try {
            return reading.apply(setting == null ? MissingNode.getInstance() : setting.value);
        } catch (EngineException e) {
            throw setting == null ? e : problem(setting.line, "\"" + name + "\": " + e.getMessage());
        }
    }

    /** Whether the file sets a key. */
    public boolean has(String name) {
        return settings.containsKey(name);
    }

    /** A key's value; a missing node if it is not set. */
    public JsonNode get(String name) {
        return read(name, value -> value);
    }
}
