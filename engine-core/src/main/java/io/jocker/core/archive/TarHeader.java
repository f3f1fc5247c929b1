package io.jocker.core.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One 512-byte header block of a tar, read field by field (POSIX ustar, old V7 and GNU's variants). */
final class TarHeader {
    static final int BLOCK = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final byte[] block;

    TarHeader(byte[] block) {
        this.block = block;
    }

    boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Checks the sum, by unsigned bytes or, as some old programs wrote it, by signed ones. */
    void verify() throws CorruptArchiveException {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean blank = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            unsigned += blank ? ' ' : block[i] & 0xff;
            signed += blank ? ' ' : block[i];
        }
        long stated = number(CHECKSUM, CHECKSUM_LENGTH);
        if (stated != unsigned && stated != signed) {
            throw new CorruptArchiveException("invalid tar header");
        }
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    byte[] name() {
        byte[] name = text(0, 100);
        byte[] prefix = isUstar() ? text(345, 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    byte[] linkName() {
        return text(157, 100);
    }

    int mode() throws CorruptArchiveException {
        return (int) (number(100, 8) & 07777);
    }

    long uid() throws CorruptArchiveException {
        return number(108, 8);
    }

    long gid() throws CorruptArchiveException {
        return number(116, 8);
    }

    long size() throws CorruptArchiveException {
        return number(124, 12);
    }

    long modified() throws CorruptArchiveException {
        return number(136, 12);
    }

    int deviceMajor() throws CorruptArchiveException {
        return isUstar() || isGnu() ? (int) number(329, 8) : 0;
    }

    int deviceMinor() throws CorruptArchiveException {
        return isUstar() || isGnu() ? (int) number(337, 8) : 0;
    }

    long gnuRealSize() throws CorruptArchiveException {
        return number(483, 12);
    }

    boolean gnuSparseContinues() {
        return block[482] != 0;
    }

    boolean isGnu() {
        return "ustar ".equals(new String(block, 257, 6, StandardCharsets.ISO_8859_1));
    }

    private boolean isUstar() {
        return "ustar\0".equals(new String(block, 257, 6, StandardCharsets.ISO_8859_1));
    }

    private byte[] text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, offset, end);
    }

    long number(int offset, int length) throws CorruptArchiveException {
        return (block[offset] & 0x80) != 0 ? binary(offset, length) : octal(offset, length);
    }

    private long binary(int offset, int length) throws CorruptArchiveException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int b = block[offset + i] & 0xff;
            if (i == 0) {
                b = negative ? b : b & 0x7f;
            }
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new CorruptArchiveException("invalid tar header: a number is out of range");
            }
            value = value << 8 | b;
        }
        return value;
    }

    private long octal(int offset, int length) throws CorruptArchiveException {
        long value = 0;
        boolean begun = false;
        for (int i = offset; i < offset + length; i++) {
            byte b = block[i];
            if (b == ' ' && !begun) {
                continue;
            }
            if (b == 0 || b == ' ') {
                break;
            }
            if (b < '0' || b > '7') {
                throw new CorruptArchiveException("invalid tar header: a number is not octal");
            }
            begun = true;
            value = value << 3 | b - '0';
        }
        return value;
    }
}
