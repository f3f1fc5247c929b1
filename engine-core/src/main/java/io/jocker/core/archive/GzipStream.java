package io.jocker.core.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952), all members one after the other. The JDK's own stream decides by {@code available()}
 * whether another member follows, and silently stops early on a source that does not know.
 */
final class GzipStream extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final InputStream source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[BUFFER];
    private int position;
    private int limit;
    private long memberSize;
    private boolean inMember;
    private boolean ended;

    GzipStream(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!ended && length > 0) {
            if (!inMember && !startMember()) {
                return -1;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                memberSize += count;
                return count;
            }
        }
        return ended ? -1 : 0;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(bytes, offset, length);
            if (count == 0) {
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    throw new CorruptArchiveException("the gzip data wants a dictionary");
                } else if (inflater.needsInput()) {
                    feed();
                }
            }
            return count;
        } catch (DataFormatException e) {
            throw new CorruptArchiveException("the gzip data is corrupt: " + e.getMessage());
        }
    }

    private void feed() throws IOException {
        if (!fill()) {
            throw new EOFException("the gzip data ends in the middle");
        }
        inflater.setInput(input, position, limit - position);
        position = limit;
    }

    private boolean startMember() throws IOException {
        if (position == limit && !fill()) {
            ended = true;
            return false;
        }
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new CorruptArchiveException("the gzip data has something else after it");
        }
        int flags = next();
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inMember = true;
        memberSize = 0;
        crc.reset();
        inflater.reset();
        inflater.setInput(input, position, limit - position);
        position = limit;
        return true;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long wantedCrc = littleEndian();
        long wantedSize = littleEndian();
        if (wantedCrc != crc.getValue() || wantedSize != (memberSize & 0xffffffffL)) {
            throw new CorruptArchiveException("the gzip data does not match its checksum");
        }
        inMember = false;
    }

    private long littleEndian() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int c;
        do {
            c = next();
        } while (c != 0);
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("the gzip data ends in the middle");
        }
        return input[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        int count = source.read(input, 0, input.length);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        source.close();
    }
}
