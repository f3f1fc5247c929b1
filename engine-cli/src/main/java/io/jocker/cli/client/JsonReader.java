package io.jocker.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as it arrives: objects as maps in their order, arrays as lists, whole numbers as Long where they fit and
 * else as BigDecimal. Jackson's streaming half alone, since its data binding would cost a command more than its work.
 */
public final class JsonReader implements Closeable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build();

    private final JsonParser parser;
    private boolean ahead;

    /**
     * Over a stream of UTF-8 with any number of values.
     *
     * @throws IOException if reading fails
     */
    public JsonReader(InputStream in) throws IOException {
        this.parser = FACTORY.createParser(in);
    }

    /**
     * Whether another value follows.
     *
     * @throws IOException if reading fails, or what comes is no JSON
     */
    public boolean more() throws IOException {
        if (!ahead) {
            ahead = next() != null;
        }
        return ahead;
    }

    /**
     * Reads the next value.
     *
     * @throws IOException if reading fails, or what comes is no JSON
     */
    public Object value() throws IOException {
        if (!more()) {
            throw new EOFException("the engine's answer ends where JSON is expected");
        }
        ahead = false;
        return current();
    }

    private JsonToken next() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw new IOException("the engine answered in no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Object current() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? parser.getDecimalValue() : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            next();
            map.put(name, current());
        }
        return map;
    }

    private List<Object> array() throws IOException {
        List<Object> list = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            list.add(current());
        }
        return list;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
