package io.jocker.core.archive;

import io.jocker.core.archive.TarEntry.Segment;
import io.jocker.core.archive.TarEntry.Type;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads a tar stream (V7, ustar, PAX, GNU) entry by entry in constant memory. Names and attributes stay bytes. The
 * source should be buffered. Global PAX headers are skipped, as Docker does. A stream that ends after an entry's data,
 * without its padding and the two closing zero blocks, is accepted, for some tools write no more (umoci); one that
 * ends anywhere else is an {@link EOFException}.
 */
public final class TarReader {
    private static final byte[] NOTHING = new byte[0];
    private static final int DISCARD = 64 * 1024;

    private final InputStream source;
    private final ArchiveLimits limits;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private final byte[] discard = new byte[DISCARD];
    private long entries;
    private long remaining;
    private long padding;
    private boolean ended;

    /** Reads from the stream's current position; whoever opened it closes it. */
    public TarReader(InputStream source, ArchiveLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /**
     * The next entry, or null at the end; then the source has been read to its end. What was not read of the
     * entry before is skipped.
     */
    public TarEntry next() throws IOException {
        if (ended) {
            return null;
        }
        skip(remaining);
        remaining = 0;
        source.readNBytes(discard, 0, (int) padding);
        padding = 0;
        PaxRecords pax = new PaxRecords();
        byte[] longName = null;
        byte[] longLink = null;
        while (true) {
            TarHeader header = header();
            if (header == null) {
                return null;
            }
            switch (header.type()) {
                case 'x', 'X' -> pax.addAll(extension(header));
                case 'g', 'V' -> skipExtension(header);
                case 'L' -> longName = cString(extension(header));
                case 'K' -> longLink = cString(extension(header));
                default -> {
                    return entry(header, pax, longName, longLink);
                }
            }
        }
    }

    /** Reads of the current entry's data as the archive has it (a sparse file's pieces on end); -1 at its end. */
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int count = source.read(bytes, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw cut();
        }
        remaining -= count;
        return count;
    }

    private TarHeader header() throws IOException {
        int count = source.readNBytes(block, 0, block.length);
        if (count == 0) {
            ended = true;
            return null;
        }
        if (count < block.length) {
            throw cut();
        }
        if (++entries > limits.maxEntries()) {
            throw new CorruptArchiveException("it has more than " + limits.maxEntries() + " entries");
        }
        TarHeader header = new TarHeader(block.clone());
        if (header.isZero()) {
            drain();
            return null;
        }
        header.verify();
        return header;
    }

    private void drain() throws IOException {
        ended = true;
        long rest = 0;
        for (int count = source.read(discard); count >= 0; count = source.read(discard)) {
            rest += count;
            if (rest > limits.maxUnpacked()) {
                throw new CorruptArchiveException("it does not end");
            }
        }
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.size();
        if (size < 0 || size > limits.maxHeaderSize()) {
            throw new CorruptArchiveException("invalid tar header: an extended header of " + size + " bytes");
        }
        byte[] bytes = source.readNBytes((int) size);
        if (bytes.length < size) {
            throw cut();
        }
        skip(paddingOf(size));
        return bytes;
    }

    private void skipExtension(TarHeader header) throws IOException {
        long size = header.size();
        if (size < 0) {
            throw new CorruptArchiveException("invalid tar header: a negative size");
        }
        skip(size);
        skip(paddingOf(size));
    }

    private TarEntry entry(TarHeader header, PaxRecords pax, byte[] longName, byte[] longLink) throws IOException {
        byte[] name = checkedName(pax.bytes("GNU.sparse.name",
                pax.bytes("path", longName != null ? longName : header.name())));
        byte[] link = checkedName(pax.bytes("linkpath", longLink != null ? longLink : header.linkName()));
        Type type = type(header.type(), name);
        long size = type == Type.FILE ? pax.number("size", header.size()) : 0;
        if (size < 0) {
            throw new CorruptArchiveException("invalid tar header: a negative size");
        }
        padding = paddingOf(size);
        remaining = size;
        long realSize = size;
        List<Segment> segments = List.of(new Segment(0, size));
        SparseMap sparse = sparseMap(header, pax);
        if (type == Type.FILE && sparse != null) {
            realSize = header.type() == 'S' ? header.gnuRealSize()
                    : pax.number("GNU.sparse.realsize", pax.number("GNU.sparse.size", size));
            segments = sparse.checked(realSize, remaining);
        }
        long[] modified = pax.modified();
        long uid = pax.number("uid", header.uid());
        long gid = pax.number("gid", header.gid());
        if (uid < 0 || gid < 0 || uid > 0xfffffffeL || gid > 0xfffffffeL) {
            throw new CorruptArchiveException("invalid tar header: an owner out of range");
        }
        Map<String, byte[]> xattrs = pax.xattrs();
        return new TarEntry(name, type, header.mode(), uid, gid, realSize,
                modified == null ? header.modified() : modified[0], modified == null ? 0 : (int) modified[1],
                link, header.deviceMajor(), header.deviceMinor(), xattrs, segments);
    }

    private SparseMap sparseMap(TarHeader header, PaxRecords pax) throws IOException {
        int max = limits.maxSparseSegments();
        if (header.type() == 'S') {
            // The continuation blocks stand before the data and are not part of its size.
            return SparseMap.ofOldGnu(header, () -> exactly(TarHeader.BLOCK), max);
        }
        if ("1".equals(pax.text("GNU.sparse.major"))) {
            return SparseMap.ofDataLines(this::dataBlock, max);
        }
        String map = pax.text("GNU.sparse.map");
        if (map != null) {
            return SparseMap.ofNumbers(SparseMap.commaSeparated(map), max);
        }
        return pax.text("GNU.sparse.numblocks") == null ? null : SparseMap.ofNumbers(pax.sparseNumbers(), max);
    }

    private byte[] dataBlock() throws IOException {
        if (remaining < TarHeader.BLOCK) {
            throw new CorruptArchiveException("invalid tar header: malformed sparse map");
        }
        remaining -= TarHeader.BLOCK;
        return exactly(TarHeader.BLOCK);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = source.readNBytes(length);
        if (bytes.length < length) {
            throw cut();
        }
        return bytes;
    }

    private static Type type(char flag, byte[] name) throws CorruptArchiveException {
        return switch (flag) {
            case 0, '0', '7' -> name.length > 0 && name[name.length - 1] == '/' ? Type.DIRECTORY : Type.FILE;
            case 'S' -> Type.FILE;
            case '1' -> Type.HARD_LINK;
            case '2' -> Type.SYMLINK;
            case '3' -> Type.CHARACTER_DEVICE;
            case '4' -> Type.BLOCK_DEVICE;
            case '5' -> Type.DIRECTORY;
            case '6' -> Type.FIFO;
            default -> throw new CorruptArchiveException("the entry \"" + new String(name, StandardCharsets.UTF_8)
                    + "\" is of an unknown type (" + (int) flag + ")");
        };
    }

    private byte[] checkedName(byte[] name) throws CorruptArchiveException {
        if (name.length > limits.maxNameLength()) {
            throw new CorruptArchiveException("a name in it is longer than " + limits.maxNameLength() + " bytes: \""
                    + new String(name, 0, 64, StandardCharsets.UTF_8) + "...\"");
        }
        for (byte b : name) {
            if (b == 0) {
                throw new CorruptArchiveException("a name in it has a zero byte");
            }
        }
        return name;
    }

    private static byte[] cString(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i == 0 ? NOTHING : Arrays.copyOf(bytes, i);
            }
        }
        return bytes;
    }

    private static long paddingOf(long size) {
        return -size & TarHeader.BLOCK - 1;
    }

    private void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int read = source.read(discard, 0, (int) Math.min(left, discard.length));
            if (read < 0) {
                throw cut();
            }
            left -= read;
        }
    }

    private static EOFException cut() {
        return new EOFException("the archive ends in the middle");
    }
}
