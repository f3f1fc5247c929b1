package io.jocker.daemon.translate;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.daemon.http.HttpLimits;
import java.io.IOException;
import java.io.InputStream;

/**
 * JSON as dockerd reads and writes it: names in any case, unknown fields read past, null as good as absent, no
 * coercion between strings and numbers, nothing after the value.
 */
public final class ApiJson {
    private static final int MAX_DEPTH = 64;

    private final ObjectMapper mapper;

    /** With the caps of {@link HttpLimits}. */
    public ApiJson() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .withCoercionConfig(LogicalType.Textual, c -> c
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        mapper = builder.build();
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH).maxDocumentLength(HttpLimits.MAX_JSON).build());
    }

    /** Encodes a value. */
    public byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot encode a response: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a body.
     *
     * @throws EngineException INVALID, saying which field is wrong and where
     */
    public <T> T read(InputStream body, Class<T> type) throws IOException {
        return convert(tree(body), type);
    }

    /** Decodes a body into a tree, for requests that need a second look at it. */
    public JsonNode tree(InputStream body) throws IOException {
        try (JsonParser parser = mapper.getFactory().createParser(body)) {
            parser.configure(JsonParser.Feature.AUTO_CLOSE_SOURCE, false);
            JsonNode node = mapper.readTree(parser);
            if (node == null || node.isMissingNode()) {
                throw EngineException.invalid("invalid JSON: got EOF while reading request body");
            }
            return node;
        } catch (StreamConstraintsException e) {
            throw EngineException.invalid("invalid JSON: " + e.getOriginalMessage());
        } catch (JsonMappingException e) {
            throw new EngineException(ErrorKind.INVALID,
                    "invalid JSON: unexpected data after the end of the value", e);
        } catch (JsonParseException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")", e);
        }
    }

    /** Decodes a tree. */
    public <T> T convert(JsonNode node, Class<T> type) {
        try {
            if (!node.isObject() && !node.isNull()) {
                throw EngineException.invalid("invalid JSON: an object is expected, not " + node.getNodeType());
            }
            return mapper.treeToValue(node, type);
        } catch (JsonMappingException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + path(e) + e.getOriginalMessage()
                    .replaceFirst(" \\(.*", "").replaceAll("`(?:java\\.lang\\.|java\\.util\\.)?([^`]*)`", "$1"), e);
        } catch (JsonProcessingException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A value as a tree, to be changed and converted back. */
    public JsonNode toTree(Object value) {
        return mapper.valueToTree(value);
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            path.append(path.length() == 0 || reference.getFieldName() == null ? "" : ".")
                    .append(reference.getFieldName() == null ? "[" + reference.getIndex() + "]"
                            : reference.getFieldName());
        }
        return path.length() == 0 ? "" : "field " + path + ": ";
    }
}
