package io.jocker.core.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Archives that the library used for the others cannot write: binary attributes, holes. Block by block. */
final class RawTar {
    private static final int BLOCK = 512;

    private RawTar() {
    }

    static byte[] withXattr(String name, String attribute, byte[] value) {
        return withRecord(name, "SCHILY.xattr." + attribute, value);
    }

    static byte[] withRecord(String name, String key, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] record = record(key, value);
        block(out, header("pax", 'x', record.length), record);
        block(out, header(name, '0', 0), new byte[0]);
        return end(out);
    }

    /** GNU's PAX format 1.0: one piece of data in a file of {@code size} bytes. */
    static byte[] sparse(String name, long size, long offset, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream pax = new ByteArrayOutputStream();
        pax.writeBytes(record("GNU.sparse.major", bytes("1")));
        pax.writeBytes(record("GNU.sparse.minor", bytes("0")));
        pax.writeBytes(record("GNU.sparse.name", bytes(name)));
        pax.writeBytes(record("GNU.sparse.realsize", bytes(Long.toString(size))));
        block(out, header("pax", 'x', pax.size()), pax.toByteArray());
        byte[] map = Arrays.copyOf(bytes("1\n" + offset + "\n" + data.length + "\n"), BLOCK);
        byte[] content = Arrays.copyOf(map, BLOCK + data.length);
        System.arraycopy(data, 0, content, BLOCK, data.length);
        block(out, header("GNUSparseFile.0/" + name, '0', content.length), content);
        return end(out);
    }

    private static byte[] record(String key, byte[] value) {
        int length = key.length() + value.length + 3;
        int digits = Integer.toString(length + Integer.toString(length).length()).length();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(bytes((length + digits) + " " + key + "="));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    private static byte[] header(String name, char type, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format("%011o\0", size));
        put(header, 136, String.format("%011o\0", 1_600_000_000));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void block(ByteArrayOutputStream out, byte[] header, byte[] content) {
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & BLOCK - 1]);
    }

    private static byte[] end(ByteArrayOutputStream out) {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
