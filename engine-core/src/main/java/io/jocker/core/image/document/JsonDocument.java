package io.jocker.core.image.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object out of an untrusted document, read field by field: absent and {@code null} are the same, a field of
 * the wrong type is INVALID and the message names document and field.
 */
public final class JsonDocument {
    /** How many bytes a manifest or index may have. */
    public static final int MAX_MANIFEST = 4 << 20;
    /** How many bytes an image configuration may have. */
    public static final int MAX_CONFIG = 8 << 20;
    private static final int MAX_DEPTH = 64;
    private static final ObjectReader READER = reader();

    private final String name;
    private final JsonNode node;

    private JsonDocument(String name, JsonNode node) {
        this.name = name;
        this.node = node;
    }

    /**
     * Reads a document that is one object.
     *
     * @param name what the document is, for messages
     * @throws EngineException INVALID
     */
    public static JsonDocument object(String name, byte[] json, int maxSize) {
        JsonNode node = parse(name, json, maxSize);
        if (!node.isObject()) {
            throw EngineException.invalid(name + " is not a JSON object");
        }
        return new JsonDocument(name, node);
    }

    /**
     * Reads a document that is an array of objects.
     *
     * @throws EngineException INVALID
     */
    public static List<JsonDocument> array(String name, byte[] json, int maxSize) {
        return objects(name, parse(name, json, maxSize));
    }

    private static JsonNode parse(String name, byte[] json, int maxSize) {
        if (json.length > maxSize) {
            throw EngineException.invalid(name + " has " + json.length + " bytes: at most " + maxSize
                    + " are accepted");
        }
        try {
            // Decoded strictly first: Jackson takes overlong and broken characters, and guesses other encodings.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            JsonNode node = READER.readTree(text.toString());
            refuseNul(name, node);
            return node;
        } catch (CharacterCodingException e) {
            throw new EngineException(ErrorKind.INVALID, name + " is malformed: it is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new EngineException(ErrorKind.INVALID, name + " is malformed: " + e.getOriginalMessage(), e);
        }
    }

    /** In C, where some of these texts arrive, a NUL ends them. */
    private static void refuseNul(String name, JsonNode node) {
        if (node.isTextual()) {
            refuseNul(name, node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            refuseNul(name, field.getKey());
        }
        for (JsonNode child : node) {
            refuseNul(name, child);
        }
    }

    private static void refuseNul(String name, String text) {
        if (text.indexOf(0) >= 0) {
            throw EngineException.invalid(name + " is malformed: a text in it holds a NUL");
        }
    }

    private static ObjectReader reader() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_CONFIG).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        ObjectMapper mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
        return mapper.reader();
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** A text, or empty text. */
    public String text(String field) {
        if (!has(field)) {
            return "";
        }
        JsonNode value = node.get(field);
        if (!value.isTextual()) {
            throw wrong(field, "a text");
        }
        return value.textValue();
    }

    /** A whole number, or 0. */
    public long number(String field) {
        if (!has(field)) {
            return 0;
        }
        JsonNode value = node.get(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, "a whole number");
        }
        return value.longValue();
    }

    /** A truth value, or false. */
    public boolean flag(String field) {
        if (has(field) && !node.get(field).isBoolean()) {
            throw wrong(field, "true or false");
        }
        return has(field) && node.get(field).booleanValue();
    }

    /** A list of texts; empty if the field is absent. */
    public Optional<List<String>> texts(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : node.get(field)) {
            if (!item.isTextual()) {
                throw wrong(field, "a list of texts");
            }
            texts.add(item.textValue());
        }
        if (!node.get(field).isArray()) {
            throw wrong(field, "a list of texts");
        }
        return Optional.of(List.copyOf(texts));
    }

    /** The keys of an object whose values mean nothing, in their order. */
    public List<String> keys(String field) {
        if (!has(field)) {
            return List.of();
        }
        if (!node.get(field).isObject()) {
            throw wrong(field, "an object");
        }
        List<String> keys = new ArrayList<>();
        node.get(field).fieldNames().forEachRemaining(keys::add);
        return List.copyOf(keys);
    }

    /** An object of texts, in its order. */
    public Map<String, String> textMap(String field) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : keys(field)) {
            JsonNode value = node.get(field).get(key);
            if (!value.isTextual() && !value.isNull()) {
                throw wrong(field, "an object of texts");
            }
            map.put(key, value.isNull() ? "" : value.textValue());
        }
        return Collections.unmodifiableMap(map);
    }

    /** The object in a field. */
    public Optional<JsonDocument> object(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (!node.get(field).isObject()) {
            throw wrong(field, "an object");
        }
        return Optional.of(new JsonDocument(name + ", " + field, node.get(field)));
    }

    /** The objects in a field that is a list; none if it is absent. */
    public List<JsonDocument> objects(String field) {
        return has(field) ? objects(name + ", " + field, node.get(field)) : List.of();
    }

    private static List<JsonDocument> objects(String name, JsonNode node) {
        if (!node.isArray()) {
            throw EngineException.invalid(name + " is not a list");
        }
        List<JsonDocument> found = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isObject()) {
                throw EngineException.invalid(name + " is not a list of objects");
            }
            found.add(new JsonDocument(name, item));
        }
        return found;
    }

    private EngineException wrong(String field, String expected) {
        return EngineException.invalid(name + ": \"" + field + "\" is not " + expected);
    }
}
