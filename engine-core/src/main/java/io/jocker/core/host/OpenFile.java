package io.jocker.core.host;

import java.nio.ByteBuffer;

/**
 * A descriptor of an open file, closed once. Not for several threads at once. Reads and writes go through a direct
 * buffer of its own, so that callers can have plain arrays.
 */
public final class OpenFile implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int SMALL_BUFFER = 8 * 1024;

    private final LibC libC;
    private final int descriptor;
    private ByteBuffer buffer;
    private boolean closed;

    OpenFile(LibC libC, int descriptor, ByteBuffer buffer) {
        this.libC = libC;
        this.descriptor = descriptor;
        this.buffer = buffer;
    }

    /** A buffer that several files, one after the other, may share. */
    public static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER);
    }

    /** The number, valid until {@link #close}. */
    public int descriptor() {
        return descriptor;
    }

    /** Reads up to {@code length} bytes; answers the count, -1 at the end. */
    public int read(byte[] bytes, int offset, int length) throws KernelException {
        ByteBuffer chunk = chunk(length);
        int count = libC.read(descriptor, chunk);
        if (count == 0 && length > 0) {
            return -1;
        }
        chunk.get(bytes, offset, count);
        return count;
    }

    /** Writes all of it at the current position. */
    public void write(byte[] bytes, int offset, int length) throws KernelException {
        write(bytes, offset, length, -1);
    }

    /** Writes all of it at this position in the file; -1 is the current one. */
    public void write(byte[] bytes, int offset, int length, long position) throws KernelException {
        int done = 0;
        while (done < length) {
            ByteBuffer chunk = chunk(length - done);
            int count = chunk.remaining();
            chunk.put(bytes, offset + done, count).flip();
            libC.write(descriptor, chunk, position < 0 ? -1 : position + done);
            done += count;
        }
    }

    /** Cuts or extends it, with a hole, to this length. */
    public void truncate(long length) throws KernelException {
        libC.truncate(descriptor, length);
    }

    /** Makes its bytes durable. */
    public void sync() throws KernelException {
        libC.fsync(descriptor);
    }

    /** Begins to write a range to the disk without waiting. */
    public void startWriteback(long offset, long length) throws KernelException {
        libC.startWriteback(descriptor, offset, length);
    }

    private ByteBuffer chunk(int wanted) {
        if (buffer == null || buffer.capacity() < Math.min(wanted, BUFFER)) {
            buffer = ByteBuffer.allocateDirect(Math.min(Math.max(wanted, SMALL_BUFFER), BUFFER));
        }
        buffer.clear();
        return buffer.limit(Math.min(wanted, buffer.capacity()));
    }

    @Override
    public void close() throws KernelException {
        if (!closed) {
            closed = true;
            libC.close(descriptor);
        }
    }
}
