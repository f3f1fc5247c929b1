package io.jocker.core.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Opens a stream that may be compressed, whatever its name or media type says, within the limits. */
public final class Decompressor {
    private final ArchiveLimits limits;

    /** With these limits. */
    public Decompressor(ArchiveLimits limits) {
        this.limits = limits;
    }

    /**
     * The stream's content. Closing the result closes the source. Corrupt data shows as
     * {@link CorruptArchiveException} or {@link java.io.EOFException} while reading.
     *
     * @throws EngineException NOT_IMPLEMENTED for xz
     */
    public InputStream open(InputStream source) throws IOException {
        try {
            byte[] head = source.readNBytes(Compression.MAGIC_LENGTH);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), source);
            return unpacked(Compression.detect(head, head.length), whole);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private InputStream unpacked(Compression compression, InputStream whole) throws IOException {
        CountedStream counted = new CountedStream(whole);
        return switch (compression) {
            case NONE -> whole;
            case GZIP -> bounded(new GzipStream(counted), counted);
            case ZSTD -> bounded(new ZstdInputStreamNoFinalizer(counted), counted);
            case BZIP2 -> bounded(new BZip2CompressorInputStream(counted, true), counted);
            case XZ -> throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "the archive is compressed with xz, which "
                    + "this engine does not read: recompress it with gzip or zstd");
        };
    }

    private InputStream bounded(InputStream unpacked, CountedStream packed) {
        return new InputStream() {
            private long total;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = unpacked.read(bytes, offset, length);
                total += Math.max(count, 0);
                if (total > limits.maxUnpacked()) {
                    throw new CorruptArchiveException("it unpacks to more than " + limits.maxUnpacked() + " bytes");
                }
                if (total > limits.ratioFreeSize() && total / limits.maxRatio() > packed.count) {
                    throw new CorruptArchiveException("it unpacks to more than " + limits.maxRatio()
                            + " times its size, which looks like a decompression bomb");
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                unpacked.close();
            }
        };
    }

    private static final class CountedStream extends InputStream {
        private final InputStream source;
        private long count;

        CountedStream(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            int value = source.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = source.read(bytes, offset, length);
            count += Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
