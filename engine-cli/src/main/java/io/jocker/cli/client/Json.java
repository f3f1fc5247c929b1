package io.jocker.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain maps, lists, strings, numbers (Long or Double), booleans and nulls. Without data binding, whose
 * classes alone would cost a command more time than its work.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {
    }

    /** Reads one value; null at the end of the stream. */
    public static Object read(InputStream in) throws IOException {
        try (JsonParser parser = parser(in)) {
            return parser.nextToken() == null ? null : value(parser);
        }
    }

    /** Reads one value of many that follow each other; null at the end. */
    public static Object next(JsonParser parser) throws IOException {
        return parser.nextToken() == null ? null : value(parser);
    }

    /** A parser over a stream of values. */
    public static JsonParser parser(InputStream in) throws IOException {
        return FACTORY.createParser(in);
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT:
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            case START_ARRAY:
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                return parser.getDoubleValue();
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            default:
                return null;
        }
    }

    /** Writes a value on one line. */
    public static String write(Object value) {
        return write(value, false);
    }

    /** Writes a value indented by four spaces, as inspect prints it. */
    public static String pretty(Object value) {
        return write(value, true);
    }

    private static String write(Object value, boolean indented) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (indented) {
                generator.setPrettyPrinter(new GoPrinter());
            }
            write(generator, value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value == null) {
            out.writeNull();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Number) {
            out.writeNumber(value.toString());
        } else {
            out.writeString(value.toString());
        }
    }

    /** A member of an object, or null: of anything that is no object, too. */
    public static Object get(Object object, String... path) {
        Object at = object;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    /** A member as text, empty if it is absent. */
    public static String text(Object object, String... path) {
        Object value = get(object, path);
        return value == null ? "" : value.toString();
    }

    /** A member as a number, 0 if it is absent. */
    public static long number(Object object, String... path) {
        return get(object, path) instanceof Number number ? number.longValue() : 0;
    }

    /** A member as a list, empty if it is absent. */
    public static List<?> list(Object object, String... path) {
        return get(object, path) instanceof List<?> list ? list : List.of();
    }
}
