package io.jocker.core.archive;

import io.jocker.core.archive.TarEntry.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pieces of a sparse file an archive holds, gathered from any of GNU tar's four notations and checked: in
 * order, within the file, not overlapping.
 */
final class SparseMap {
    private static final int PAIR = 24;
    private static final int NUMBER = 12;
    private static final int HEADER_PAIRS = 386;
    private static final int HEADER_COUNT = 4;
    private static final int BLOCK_COUNT = 21;
    private static final int BLOCK_CONTINUES = 504;

    private final int maxSegments;
    private final List<Segment> segments = new ArrayList<>();

    SparseMap(int maxSegments) {
        this.maxSegments = maxSegments;
    }

    /** A block of the stream, 512 bytes. */
    @FunctionalInterface
    interface Blocks {
        byte[] next() throws IOException;
    }

    /** GNU's old format: pairs in the header and in blocks after it. */
    static SparseMap ofOldGnu(TarHeader header, Blocks blocks, int maxSegments) throws IOException {
        SparseMap map = new SparseMap(maxSegments);
        map.addPairs(header, HEADER_PAIRS, HEADER_COUNT);
        boolean more = header.gnuSparseContinues();
        while (more) {
            byte[] block = blocks.next();
            map.addPairs(new TarHeader(block), 0, BLOCK_COUNT);
            more = block[BLOCK_CONTINUES] != 0;
        }
        return map;
    }

    private void addPairs(TarHeader header, int offset, int count) throws CorruptArchiveException {
        for (int i = 0; i < count; i++) {
            int at = offset + i * PAIR;
            long length = header.number(at + NUMBER, NUMBER);
            if (length > 0) {
                add(header.number(at, NUMBER), length);
            }
        }
    }

    /** GNU's PAX formats 0.0 and 0.1: the numbers stand in the extended header. */
    static SparseMap ofNumbers(List<Long> numbers, int maxSegments) throws CorruptArchiveException {
        if (numbers.size() % 2 != 0) {
            throw invalid();
        }
        SparseMap map = new SparseMap(maxSegments);
        for (int i = 0; i < numbers.size(); i += 2) {
            map.add(numbers.get(i), numbers.get(i + 1));
        }
        return map;
    }

    static List<Long> commaSeparated(String text) throws CorruptArchiveException {
        List<Long> numbers = new ArrayList<>();
        for (String number : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            numbers.add(PaxRecords.integer(number.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
        return numbers;
    }

    /** GNU's PAX format 1.0: decimal lines before the data, filled up to a block. */
    static SparseMap ofDataLines(Blocks blocks, int maxSegments) throws IOException {
        Lines lines = new Lines(blocks);
        long count = lines.next();
        if (count < 0 || count > maxSegments) {
            throw invalid();
        }
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < count * 2; i++) {
            numbers.add(lines.next());
        }
        return ofNumbers(numbers, maxSegments);
    }

    private void add(long offset, long length) throws CorruptArchiveException {
        if (segments.size() == maxSegments || offset < 0 || length < 0 || offset + length < 0) {
            throw invalid();
        }
        segments.add(new Segment(offset, length));
    }

    /** The pieces, which must fill exactly {@code packed} bytes of a file of {@code size} bytes. */
    List<Segment> checked(long size, long packed) throws CorruptArchiveException {
        long at = 0;
        long sum = 0;
        for (Segment segment : segments) {
            if (segment.offset() < at) {
                throw invalid();
            }
            at = segment.offset() + segment.length();
            sum += segment.length();
        }
        if (at > size || sum != packed) {
            throw invalid();
        }
        return List.copyOf(segments);
    }

    private static CorruptArchiveException invalid() {
        return new CorruptArchiveException("invalid tar header: malformed sparse map");
    }

    private static final class Lines {
        private static final int MAX_DIGITS = 18;
        private final Blocks blocks;
        private byte[] block = new byte[0];
        private int at;

        Lines(Blocks blocks) {
            this.blocks = blocks;
        }

        long next() throws IOException {
            long value = 0;
            for (int digits = 0; digits <= MAX_DIGITS; digits++) {
                if (at == block.length) {
                    block = blocks.next();
                    at = 0;
                }
                byte c = block[at++];
                if (c == '\n' && digits > 0) {
                    return value;
                }
                if (c < '0' || c > '9') {
                    throw invalid();
                }
                value = value * 10 + c - '0';
            }
            throw invalid();
        }
    }
}
