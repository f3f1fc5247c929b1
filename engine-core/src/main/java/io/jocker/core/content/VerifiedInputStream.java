package io.jocker.core.content;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A stream that must turn out to have this digest and size. One byte too many, one too few or another hash fails
 * the read that would have ended it, with an {@link EngineException} of the kind that the owner chose.
 */
public final class VerifiedInputStream extends InputStream {
    private final InputStream source;
    private final Digest expected;
    private final long size;
    private final ErrorKind kind;
    private final MessageDigest hasher;
    private long count;
    private boolean verified;

    /** Expects {@code size} bytes, or any number if it is negative. */
    public VerifiedInputStream(InputStream source, Digest expected, long size, ErrorKind kind) {
        this.source = source;
        this.expected = expected;
        this.size = size;
        this.kind = kind;
        this.hasher = expected.newHasher();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = source.read(bytes, offset, length);
        if (read >= 0) {
            hasher.update(bytes, offset, read);
            count += read;
            if (size >= 0 && count > size) {
                throw new EngineException(kind, expected + " has more than the " + size + " bytes stated");
            }
        } else if (!verified) {
            verify();
        }
        return read;
    }

    private void verify() {
        if (size >= 0 && count != size) {
            throw new EngineException(kind, expected + " has " + count + " bytes instead of " + size);
        }
        Digest actual = Digest.finished(hasher);
        if (!actual.equals(expected)) {
            throw new EngineException(kind, "content does not match its digest: " + expected + " is really " + actual);
        }
        verified = true;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
