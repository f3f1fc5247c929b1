package io.jocker.cli.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) as it arrives: objects as maps in their order, arrays as lists, whole numbers as Long where
 * they fit and else as BigDecimal. Written for this client, because the classes of a general parser cost a command
 * more time than all its reading.
 */
public final class JsonReader implements Closeable {
    private static final int BUFFER = 8192;
    private static final int MAX_DEPTH = 1000;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    private byte[] text = new byte[64];
    private int length;

    /** Over a stream of UTF-8 with any number of values. */
    public JsonReader(InputStream in) {
        this.in = in;
    }

    /**
     * Whether another value follows.
     *
     * @throws IOException if reading fails
     */
    public boolean more() throws IOException {
        return peek() >= 0;
    }

    /**
     * Reads the next value.
     *
     * @throws IOException if reading fails, or what comes is no JSON
     */
    public Object value() throws IOException {
        return value(0);
    }

    private Object value(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("the engine's JSON is nested too deeply");
        }
        int c = peek();
        switch (c) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            case -1:
                throw new EOFException("the engine's JSON ended too early");
            default:
                return number();
        }
    }

    private Map<String, Object> object(int depth) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        for (int c = peek(); c != '}'; c = separator('}')) {
            if (c != '"') {
                throw unexpected(c);
            }
            String name = string();
            expect(':');
            map.put(name, value(depth + 1));
        }
        at++;
        return map;
    }

    private List<Object> array(int depth) throws IOException {
        List<Object> list = new ArrayList<>();
        at++;
        for (int c = peek(); c != ']'; c = separator(']')) {
            list.add(value(depth + 1));
        }
        at++;
        return list;
    }

    /** After a member: its end, or a comma and the first character of another. */
    private int separator(char end) throws IOException {
        int c = peek();
        if (c == end) {
            return c;
        }
        expect(',');
        c = peek();
        if (c == end) {
            throw unexpected(c);
        }
        return c;
    }

    private void expect(char expected) throws IOException {
        int c = peek();
        if (c != expected) {
            throw unexpected(c);
        }
        at++;
    }

    private Object word(String word, Object meaning) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            int c = next();
            if (c != word.charAt(i)) {
                throw unexpected(c);
            }
        }
        return meaning;
    }

    private Object number() throws IOException {
        length = 0;
        for (int c = current(); c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
                c = current()) {
            append(c);
            at++;
        }
        String digits = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        if (digits.isEmpty()) {
            throw unexpected(current());
        }
        try {
            boolean whole = length < 19 && digits.indexOf('.') < 0 && digits.indexOf('e') < 0
                    && digits.indexOf('E') < 0;
            return whole ? (Object) Long.parseLong(digits) : exact(new BigDecimal(digits));
        } catch (NumberFormatException e) {
            throw new IOException("the engine's JSON has a bad number: " + digits, e);
        }
    }

    private static Object exact(BigDecimal number) {
        return number.scale() == 0 && number.precision() - number.scale() <= 19
                && number.toBigInteger().bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private String string() throws IOException {
        length = 0;
        at++;
        for (int c = next(); c != '"'; c = next()) {
            if (c == '\\') {
                escape();
            } else if (c < 0) {
                throw new EOFException("the engine's JSON ended within a string");
            } else if (c < ' ') {
                throw unexpected(c);
            } else {
                append(c);
            }
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private void escape() throws IOException {
        int c = next();
        switch (c) {
            case '"', '\\', '/' -> append(c);
            case 'b' -> append('\b');
            case 'f' -> append('\f');
            case 'n' -> append('\n');
            case 'r' -> append('\r');
            case 't' -> append('\t');
            case 'u' -> {
                char first = hex();
                String character = String.valueOf(first);
                if (Character.isHighSurrogate(first) && current() == '\\') {
                    at++;
                    if (next() != 'u') {
                        throw new IOException("the engine's JSON has half a character");
                    }
                    character += hex();
                }
                for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                    append(b);
                }
            }
            default -> throw unexpected(c);
        }
    }

    private char hex() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int c = next();
            int digit = Character.digit(c, 16);
            if (digit < 0) {
                throw unexpected(c);
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private void append(int b) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
        }
        text[length++] = (byte) b;
    }

    /** The next byte that is no white space, which stays unread; -1 at the end. */
    private int peek() throws IOException {
        int c = current();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            at++;
            c = current();
        }
        return c;
    }

    private int current() throws IOException {
        if (at == limit) {
            limit = Math.max(0, in.read(buffer));
            at = 0;
        }
        return at == limit ? -1 : buffer[at] & 0xff;
    }

    private int next() throws IOException {
        int c = current();
        at++;
        return c;
    }

    private static IOException unexpected(int c) {
        return c < 0 ? new EOFException("the engine's JSON ended too early")
                : new IOException("the engine's answer is no JSON: '" + (char) c + "' where it may not be");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
