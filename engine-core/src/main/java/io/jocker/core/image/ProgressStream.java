package io.jocker.core.image;

import java.io.IOException;
import java.io.InputStream;

/** Tells a listener how much of a layer has been read, at most once a step. */
final class ProgressStream extends InputStream {
    private static final long STEP = 1L << 20;

    private final InputStream source;
    private final long total;
    private final String id;
    private final ProgressListener listener;
    private long count;
    private long told;

    ProgressStream(InputStream source, long total, String id, ProgressListener listener) {
        this.source = source;
        this.total = total;
        this.id = id;
        this.listener = listener;
        tell();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = source.read(bytes, offset, length);
        count += Math.max(read, 0);
        if (count - told >= STEP || read < 0 && count > told) {
            tell();
        }
        return read;
    }

    private void tell() {
        told = count;
        synchronized (listener) {
            listener.progress(id, "Loading layer", count, total);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
