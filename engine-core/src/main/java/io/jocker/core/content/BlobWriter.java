package io.jocker.core.content;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.OpenFile;
import io.jocker.core.reference.Digest;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * One piece of content on its way into the store. It is hashed while it is written. {@link #commit} makes it a
 * blob; {@link #close} without commit leaves nothing. Between the end of writing and commit the bytes can be read
 * back ({@link #reopen}). Not for several threads at once.
 *
 * <p>Write failures are {@link EngineException}s: UNAVAILABLE if the disk is full, else INTERNAL.
 */
public final class BlobWriter extends OutputStream {
    // Writing begins while more arrives, so that the sync at the end finds little to do.
    private static final long WRITEBACK = 8L << 20;

    private final ContentStore store;
    private final byte[] name;
    private final OpenFile file;
    private final ByteBuffer buffer;
    private final MessageDigest hasher;
    private final Optional<Digest> expected;
    private Digest digest;
    private long size;
    private long handedOver;
    private boolean done;

    BlobWriter(ContentStore store, byte[] name, OpenFile file, ByteBuffer buffer, Optional<Digest> expected) {
        this.buffer = buffer;
        this.store = store;
        this.name = name;
        this.file = file;
        this.expected = expected;
        this.hasher = expected.map(Digest::newHasher).orElseGet(Digest::newSha256);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            file.write(bytes, offset, length);
            size += length;
            if (size - handedOver >= WRITEBACK) {
                file.startWriteback(handedOver, size - handedOver);
                handedOver = size;
            }
        } catch (KernelException e) {
            throw IoFailure.of("cannot store content", e);
        }
        hasher.update(bytes, offset, length);
    }

    /** How many bytes were written. */
    public long size() {
        return size;
    }

    /** The digest of what was written; after this no more can be. By the expected digest's algorithm, else SHA-256. */
    public Digest digest() {
        if (digest == null) {
            digest = Digest.finished(hasher);
            closeFile();
        }
        return digest;
    }

    /** Not kept open until the commit: an archive may have more files than a process may have descriptors. */
    private void closeFile() {
        try {
            file.close();
        } catch (KernelException e) {
            throw IoFailure.of("cannot store content", e);
        }
        store.giveBack(buffer);
    }

    /**
     * Checks what was written against the expected digest and, unless negative, size.
     *
     * @throws EngineException INVALID
     */
    public void verify(long expectedSize) {
        if (expectedSize >= 0 && size != expectedSize) {
            throw new EngineException(ErrorKind.INVALID, expected.map(Digest::toString).orElse("the content") + " has "
                    + size + " bytes instead of " + expectedSize);
        }
        if (expected.isPresent() && !expected.get().equals(digest())) {
            throw new EngineException(ErrorKind.INVALID, "content does not match its digest: " + expected.get()
                    + " is really " + digest());
        }
    }

    /** Reads back what was written so far, before it is committed. */
    public InputStream reopen() {
        return store.openIngest(name);
    }

    /**
     * Makes it a blob that this holder holds. When it returns, the bytes are durable; the fact is with the next
     * durable commit of the database. If the store has the blob already, that one is held and this copy dropped.
     *
     * @throws EngineException INVALID if the expected digest does not match
     */
    public Blob commit(String holder) {
        verify(-1);
        Blob blob = new Blob(digest(), size);
        store.commit(this, blob, holder);
        close();
        return blob;
    }

    byte[] ingestName() {
        return name;
    }

    void renamed() {
        done = true;
    }

    @Override
    public void close() {
        digest();
        try {
            if (!done) {
                done = true;
                store.discardIngest(name);
            }
        } catch (KernelException e) {
            throw IoFailure.of("cannot discard unfinished content", e);
        }
    }
}
