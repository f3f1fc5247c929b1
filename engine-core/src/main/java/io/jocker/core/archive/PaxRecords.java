package io.jocker.core.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a PAX extended header (POSIX.1-2017, pax): {@code length key=value\n}. Keys are text, values are
 * bytes: names that are not UTF-8 and binary attributes arrive unharmed.
 */
final class PaxRecords {
    static final String XATTR = "SCHILY.xattr.";
    private static final int NANO_DIGITS = 9;

    private final Map<String, byte[]> values = new LinkedHashMap<>();
    // GNU's sparse format 0.0 repeats two keys, so their order is kept apart.
    private final List<Long> sparseNumbers = new ArrayList<>();

    void addAll(byte[] header) throws CorruptArchiveException {
        int at = 0;
        while (at < header.length) {
            int space = at;
            int length = 0;
            while (space < header.length && header[space] != ' ') {
                int digit = header[space++] - '0';
                length = length * 10 + digit;
                if (digit < 0 || digit > 9 || length > header.length) {
                    throw invalid();
                }
            }
            int end = at + length;
            if (length < 5 || end > header.length || header[end - 1] != '\n' || space >= end) {
                throw invalid();
            }
            add(header, space + 1, end - 1);
            at = end;
        }
    }

    private void add(byte[] header, int start, int end) throws CorruptArchiveException {
        int equals = start;
        while (equals < end && header[equals] != '=') {
            equals++;
        }
        if (equals == end || equals == start) {
            throw invalid();
        }
        String key = new String(header, start, equals - start, StandardCharsets.UTF_8);
        byte[] value = Arrays.copyOfRange(header, equals + 1, end);
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparseNumbers.add(integer(value));
        } else if (value.length == 0 && !key.startsWith(XATTR)) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    byte[] bytes(String key, byte[] otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    String text(String key) {
        byte[] value = values.get(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    long number(String key, long otherwise) throws CorruptArchiveException {
        byte[] value = values.get(key);
        return value == null ? otherwise : integer(value);
    }

    List<Long> sparseNumbers() {
        return sparseNumbers;
    }

    Map<String, byte[]> xattrs() {
        Map<String, byte[]> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                found.put(key.substring(XATTR.length()), value);
            }
        });
        return found;
    }

    /** The modification time as seconds and nanoseconds, or null. The nanoseconds count up, before 1970 too. */
    long[] modified() throws CorruptArchiveException {
        String text = text("mtime");
        if (text == null) {
            return null;
        }
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        String fraction = dot < 0 ? "" : text.substring(dot + 1);
        if (!whole.matches("-?[0-9]{1,18}") || !fraction.matches("[0-9]{0,64}")) {
            throw invalid();
        }
        long seconds = Long.parseLong(whole);
        long nanos = Long.parseLong((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
        boolean before = whole.startsWith("-") && nanos > 0;
        return before ? new long[] {seconds - 1, 1_000_000_000 - nanos} : new long[] {seconds, nanos};
    }

    static long integer(byte[] value) throws CorruptArchiveException {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (!text.matches("-?[0-9]{1,18}")) {
            throw invalid();
        }
        return Long.parseLong(text);
    }

    private static CorruptArchiveException invalid() {
        return new CorruptArchiveException("invalid tar header: malformed PAX record");
    }
}
