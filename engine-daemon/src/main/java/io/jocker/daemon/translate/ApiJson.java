package io.jocker.daemon.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.daemon.http.HttpLimits;
import io.jocker.daemon.json.JsonFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * JSON as dockerd reads and writes it: names in any case, unknown fields read past, null as good as absent, no
 * coercion between strings and numbers, nothing after the value.
 */
public final class ApiJson {
    private static final int MAX_DEPTH = 64;
    private static final String BEYOND = "it is not UTF-8, is nested deeper than " + MAX_DEPTH + " levels, or has a "
            + "number of more than a thousand digits";

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
        byte[] text = body.readNBytes(HttpLimits.MAX_JSON + 1);
        if (text.length > HttpLimits.MAX_JSON) {
            throw EngineException.invalid("invalid JSON: the body is larger than " + HttpLimits.MAX_JSON + " bytes");
        }
        try {
            JsonNode node = mapper.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw EngineException.invalid("invalid JSON: got EOF while reading request body");
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonFault fault = JsonFault.find(text);
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + (fault == null ? BEYOND : fault.message()),
                    e);
        }
    }

    /** Decodes a tree. */
    public <T> T convert(JsonNode node, Class<T> type) {
        if (!node.isObject() && !node.isNull()) {
            throw mismatch(node, "value", type, null);
        }
        try {
            return mapper.treeToValue(node, type);
        } catch (JsonMappingException e) {
            JsonNode wrong = node;
            for (JsonMappingException.Reference step : e.getPath()) {
                wrong = step.getFieldName() == null ? wrong.path(step.getIndex()) : find(wrong, step.getFieldName());
            }
            Class<?> expected = e instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
            throw mismatch(wrong, "field " + path(e), expected, e);
        } catch (JsonProcessingException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + BEYOND, e);
        }
    }

    /** The failure to report for a value of another kind than the one expected. */
    static EngineException mismatch(JsonNode value, String where, Class<?> expected,
            Exception cause) {
        String kind = switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number " + value.asText();
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "value";
        };
        return new EngineException(ErrorKind.INVALID, "invalid JSON: json: cannot unmarshal " + kind + " into " + where
                + (expected == null ? "" : " of type " + name(expected)), cause);
    }

    private static String name(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return "int64";
        } else if (type == int.class || type == Integer.class) {
            return "int";
        } else if (type == boolean.class || type == Boolean.class) {
            return "bool";
        } else if (type == double.class || type == Double.class) {
            return "float64";
        }
        return List.class.isAssignableFrom(type) ? "list" : Map.class.isAssignableFrom(type) ? "map"
                : type == String.class ? "string" : type.getSimpleName();
    }

    private static JsonNode find(JsonNode object, String name) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return MissingNode.getInstance();
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
        return path.toString();
    }
}
