package io.jocker.daemon.handler.container;

import io.jocker.core.host.socket.UnixStream;
import io.jocker.core.runtime.ShimStreams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Moves a container's output to a client. */
final class StreamCopy {
    private static final int BUFFER = 256 * 1024;

    private StreamCopy() {
    }

    /** Until the output ends. Blocks while the client does not read; only this container waits for it. */
    static void copy(ShimStreams from, UnixStream to) throws IOException {
        // What came in the same read as the shim's answer stands in the stream's buffer; the rest goes directly.
        InputStream buffered = from.output();
        byte[] first = new byte[buffered.available()];
        int have = buffered.readNBytes(first, 0, first.length);
        to.output().write(first, 0, have);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (read(from, buffer.clear())) {
            to.write(buffer.flip());
        }
    }

    /**
     * Reads more output; false at its end. A shim that ends with input of ours unread breaks the connection, after all
     * output was read: that is an end like others.
     */
    private static boolean read(ShimStreams from, ByteBuffer buffer) {
        try {
            return from.stream().read(buffer) > 0;
        } catch (IOException shimHasEnded) {
            return false;
        }
    }
}
