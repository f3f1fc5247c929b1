package io.jocker.core.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry of a log, decoded in place: the object is used again for the next entry.
 */
public final class LogEntry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private byte[] text = new byte[16 * 1024 + 64];
    private int length;
    private boolean stderr;
    private boolean sound;
    private byte[] line;
    private int lineStart;
    private int lineEnd;
    private int timeStart;
    private int timeEnd;
    private Instant instant;

    /** The bytes written, usually with their newline; only the first {@link #length} count. */
    public byte[] text() {
        return text;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** Whether they were written to standard error. */
    public boolean isStderr() {
        return stderr;
    }

    /** Whether it is an entry at all, and not the remains of a crash. */
    public boolean isSound() {
        return sound;
    }

    /** When, in RFC 3339 with nanoseconds. */
    public String time() {
        return instant != null ? NANOS.format(instant)
                : new String(line, timeStart, timeEnd - timeStart, StandardCharsets.US_ASCII);
    }

    /** What was noted beside each entry, by name ({@code labels}, {@code env} and {@code tag} of the log's options). */
    public Map<String, String> attributes() {
        if (instant != null) {
            return Map.of();
        }
        try {
            Map<String, String> attributes = new TreeMap<>();
            JSON.readTree(line, lineStart, lineEnd - lineStart).path("attrs").properties()
                    .forEach(a -> attributes.put(a.getKey(), a.getValue().asText()));
            return attributes;
        } catch (IOException e) {
            throw new IllegalStateException("an entry that was sound is no JSON", e);
        }
    }

    void unsound() {
        sound = false;
    }

    void set(byte[] bytes, int start, int count, boolean isStderr, long nanos) {
        if (text.length < count) {
            text = new byte[count];
        }
        System.arraycopy(bytes, start, text, 0, count);
        length = count;
        stderr = isStderr;
        instant = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND),
                Math.floorMod(nanos, NANOS_PER_SECOND));
        sound = true;
    }

    /** Decodes a line {@code {"log":"…","stream":"…",…,"time":"…"}}. */
    void decodeJson(byte[] bytes, int start, int end) {
        instant = null;
        lineStart = start;
        lineEnd = end;
        sound = decode(bytes, start, end);
    }

    private boolean decode(byte[] bytes, int start, int end) {
        line = bytes;
        int at = afterKey(bytes, start, end, "{\"log\":\"");
        if (at < 0) {
            return false;
        }
        at = decodeString(bytes, at, end);
        int stream = at < 0 ? -1 : afterKey(bytes, at, end, ",\"stream\":\"std");
        if (stream < 0 || stream >= end) {
            return false;
        }
        stderr = bytes[stream] == 'e';
        // The time stands last, and its own text has no quotes.
        timeEnd = end;
        while (timeEnd > stream && bytes[timeEnd - 1] != '"') {
            timeEnd--;
        }
        timeEnd--;
        timeStart = timeEnd;
        while (timeStart > stream && bytes[timeStart - 1] != '"') {
            timeStart--;
        }
        return timeStart > stream;
    }

    private static int afterKey(byte[] bytes, int start, int end, String key) {
        if (end - start < key.length()) {
            return -1;
        }
        for (int i = 0; i < key.length(); i++) {
            if (bytes[start + i] != key.charAt(i)) {
                return -1;
            }
        }
        return start + key.length();
    }

    private int decodeString(byte[] bytes, int start, int end) {
        if (text.length < end - start) {
            text = new byte[end - start];
        }
        length = 0;
        int at = start;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                return at + 1;
            }
            if (b != '\\') {
                text[length++] = b;
                at++;
            } else {
                at = decodeEscape(bytes, at + 1, end);
                if (at < 0) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private int decodeEscape(byte[] bytes, int at, int end) {
        if (at >= end) {
            return -1;
        }
        switch (bytes[at]) {
            case 'n' -> text[length++] = '\n';
            case 't' -> text[length++] = '\t';
            case 'r' -> text[length++] = '\r';
            case 'b' -> text[length++] = '\b';
            case 'f' -> text[length++] = '\f';
            case 'u' -> {
                return decodeUnicode(bytes, at + 1, end);
            }
            default -> text[length++] = bytes[at];
        }
        return at + 1;
    }

    private int decodeUnicode(byte[] bytes, int at, int end) {
        if (at + 4 > end) {
            return -1;
        }
        int code = Integer.parseInt(new String(bytes, at, 4, StandardCharsets.US_ASCII), 16);
        int next = at + 4;
        if (Character.isHighSurrogate((char) code) && next + 6 <= end && bytes[next] == '\\') {
            int low = Integer.parseInt(new String(bytes, next + 2, 4, StandardCharsets.US_ASCII), 16);
            code = Character.toCodePoint((char) code, (char) low);
            next += 6;
        }
        if (code < 0x80) {
            text[length++] = (byte) code;
        } else {
            for (byte b : Character.toString(code).getBytes(StandardCharsets.UTF_8)) {
                text[length++] = b;
            }
        }
        return next;
    }
}
