package io.jocker.core.archive;

import io.jocker.core.archive.TarEntry.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a tar stream (POSIX.1-2001, ustar with PAX extended headers where a field does not fit). The same entries
 * make the same bytes: no user names, no process ids, records in order. Not for several threads.
 */
public final class TarWriter {
    private static final int BLOCK = TarHeader.BLOCK;
    private static final int NAME = 100;
    private static final long OCTAL_7 = 07777777;
    private static final long OCTAL_11 = 077777777777L;
    private static final int PAX_MODE = 0644;
    private static final TarEntry PAX_HEADER = new TarEntry(ascii("PaxHeaders/entry"), Type.FILE, PAX_MODE, 0, 0, 0, 0,
            0, new byte[0], 0, 0, Map.of(), List.of());
    private static final byte[] ZEROS = new byte[BLOCK];

    private final OutputStream out;
    private long remaining;
    private int padding;

    /** Writes to {@code out}, which should be buffered; whoever opened it closes it. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry; for a regular file exactly its size must be written next. Its segments are not looked at. */
    public void begin(TarEntry entry) throws IOException {
        if (remaining != 0) {
            throw new IllegalStateException(remaining + " bytes of the last entry are missing");
        }
        out.write(ZEROS, 0, padding);
        Map<String, byte[]> pax = extensions(entry);
        long size = entry.type() == Type.FILE ? entry.size() : 0;
        if (!pax.isEmpty()) {
            byte[] records = records(pax);
            header(PAX_HEADER, 'x', records.length);
            out.write(records);
            out.write(ZEROS, 0, paddingOf(records.length));
        }
        header(entry, flag(entry.type()), size);
        remaining = size;
        padding = paddingOf(size);
    }

    /** Writes of the current entry's bytes. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > remaining) {
            throw new IllegalStateException("more bytes than the entry has");
        }
        out.write(bytes, offset, length);
        remaining -= length;
    }

    /** How much of the current entry is still to be written. */
    public long remaining() {
        return remaining;
    }

    /** Ends the archive: two blocks of zeros. */
    public void finish() throws IOException {
        out.write(ZEROS, 0, padding);
        out.write(ZEROS);
        out.write(ZEROS);
        out.flush();
    }

    private static Map<String, byte[]> extensions(TarEntry entry) {
        Map<String, byte[]> pax = new TreeMap<>();
        if (entry.name().length > NAME || !isAscii(entry.name())) {
            pax.put("path", entry.name());
        }
        if (entry.linkName().length > NAME || !isAscii(entry.linkName())) {
            pax.put("linkpath", entry.linkName());
        }
        putIfLarge(pax, "uid", entry.uid(), OCTAL_7);
        putIfLarge(pax, "gid", entry.gid(), OCTAL_7);
        putIfLarge(pax, "size", entry.type() == Type.FILE ? entry.size() : 0, OCTAL_11);
        if (entry.modifiedNanos() != 0 || entry.modifiedSeconds() < 0 || entry.modifiedSeconds() > OCTAL_11) {
            pax.put("mtime", ascii(time(entry.modifiedSeconds(), entry.modifiedNanos())));
        }
        entry.xattrs().forEach((name, value) -> pax.put(PaxRecords.XATTR + name, value));
        return pax;
    }

    private static void putIfLarge(Map<String, byte[]> pax, String key, long value, long most) {
        if (value > most) {
            pax.put(key, ascii(String.valueOf(value)));
        }
    }

    /** Seconds with a fraction, without trailing zeros; the nanoseconds of a time before 1970 count up. */
    private static String time(long seconds, int nanos) {
        if (nanos == 0) {
            return String.valueOf(seconds);
        }
        boolean before = seconds < 0;
        long whole = before ? -(seconds + 1) : seconds;
        long fraction = before ? 1_000_000_000L - nanos : nanos;
        return (before ? "-" : "") + whole + "." + String.format("%09d", fraction).replaceFirst("0+$", "");
    }

    private static byte[] records(Map<String, byte[]> pax) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        pax.forEach((key, value) -> {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            int rest = name.length + value.length + 3;
            int length = rest + String.valueOf(rest).length();
            if (String.valueOf(length).length() > String.valueOf(rest).length()) {
                length = rest + String.valueOf(length).length();
            }
            records.writeBytes(ascii(length + " "));
            records.writeBytes(name);
            records.write('=');
            records.writeBytes(value);
            records.write('\n');
        });
        return records.toByteArray();
    }

    private void header(TarEntry entry, char flag, long size) throws IOException {
        byte[] block = new byte[BLOCK];
        byte[] link = entry.linkName();
        System.arraycopy(entry.name(), 0, block, 0, Math.min(entry.name().length, NAME));
        octal(block, 100, 8, entry.mode());
        octal(block, 108, 8, Math.min(entry.uid(), OCTAL_7));
        octal(block, 116, 8, Math.min(entry.gid(), OCTAL_7));
        octal(block, 124, 12, Math.min(size, OCTAL_11));
        octal(block, 136, 12, Math.min(Math.max(0, entry.modifiedSeconds()), OCTAL_11));
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) flag;
        System.arraycopy(link, 0, block, 157, Math.min(link.length, NAME));
        System.arraycopy(ascii("ustar\0" + "00"), 0, block, 257, 8);
        octal(block, 329, 8, entry.deviceMajor());
        octal(block, 337, 8, entry.deviceMinor());
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    /** Octal digits that end with a zero byte. */
    private static void octal(byte[] block, int offset, int length, long value) {
        String digits = String.format("%0" + (length - 1) + "o", value);
        System.arraycopy(ascii(digits), 0, block, offset, length - 1);
        block[offset + length - 1] = 0;
    }

    private static char flag(Type type) {
        return switch (type) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMLINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private static int paddingOf(long size) {
        return (int) (-size & BLOCK - 1);
    }

    private static boolean isAscii(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
