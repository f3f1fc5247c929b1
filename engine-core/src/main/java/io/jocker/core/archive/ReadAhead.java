package io.jocker.core.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream in a thread of its own, a few large chunks ahead, so that what makes the bytes (decompression,
 * hashing) and what uses them (unpacking) run side by side. What the source throws is thrown to the reader, after
 * the bytes before it. Closing ends the thread and closes the source.
 */
public final class ReadAhead extends InputStream {
    private static final int CHUNK = 512 * 1024;
    private static final int CHUNKS = 4;
    private static final byte[] NO_BYTES = new byte[0];

    private final InputStream source;
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread thread;
    private Chunk current = new Chunk(NO_BYTES, 0, null);
    private int position;

    private record Chunk(byte[] bytes, int length, Throwable failure) {
        boolean isEnd() {
            return length < 0;
        }
    }

    /** Begins to read at once. */
    public ReadAhead(InputStream source) {
        this.source = source;
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new byte[CHUNK]);
        }
        thread = new Thread(this::produce, "read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void produce() {
        try {
            boolean more = true;
            while (more) {
                byte[] bytes = free.take();
                int length = source.readNBytes(bytes, 0, bytes.length);
                if (length > 0) {
                    filled.put(new Chunk(bytes, length, null));
                }
                more = length == bytes.length;
            }
            filled.put(new Chunk(NO_BYTES, -1, null));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            deliver(e);
        }
    }

    private void deliver(Throwable failure) {
        try {
            filled.put(new Chunk(NO_BYTES, -1, failure));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == current.length && !advance() || current.isEnd()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current.bytes, position, bytes, offset, count);
        position += count;
        return count;
    }

    private boolean advance() throws IOException {
        try {
            if (current.bytes.length > 0) {
                free.put(current.bytes);
            }
            current = filled.take();
            position = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
        if (current.failure instanceof IOException e) {
            throw e;
        }
        if (current.failure instanceof RuntimeException e) {
            throw e;
        }
        if (current.failure instanceof Error e) {
            throw e;
        }
        return !current.isEnd();
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
