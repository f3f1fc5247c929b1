package io.jocker.core.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jocker.core.EngineException;
import io.jocker.core.runtime.InstantModule;

/** How containers, and what belongs to them, are written into the database. */
public final class ContainerJson {
    private final ObjectMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .addModule(new InstantModule())
            .build();

    /** Encodes. */
    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot encode a container: " + e.getMessage(), e);
        }
    }

    /** Decodes what {@link #write} wrote. */
    public <T> T read(String text, Class<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot decode a container of the database: " + e.getMessage(), e);
        }
    }

    /** A record with nothing given. */
    public <T> T empty(Class<T> type) {
        return read("{}", type);
    }

    /** {@code base} with what {@code changes} gives; nulls and, where its type says so, zeros change nothing. */
    public <T> T merge(T base, Object changes, Class<T> type) {
        ObjectNode tree = mapper.valueToTree(base);
        ObjectNode given = mapper.valueToTree(changes);
        tree.setAll(given);
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot change a container: " + e.getMessage(), e);
        }
    }
}
