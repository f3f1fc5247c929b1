package io.jocker.core.runtime;

import io.jocker.core.host.socket.UnixStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The streams of a container's process, as one attached client sees them. */
public final class ShimStreams implements Closeable {
    private static final int MAX_DATA = 64 * 1024;

    private final ShimConnection connection;

    ShimStreams(ShimConnection connection) {
        this.connection = connection;
    }

    /** What the process writes, ready to be handed to a client of the Engine API; ends when the process has. */
    public InputStream output() {
        return connection.input();
    }

    /** The descriptor behind {@link #output}, for moving bytes within the kernel. */
    public UnixStream stream() {
        return connection.stream();
    }

    /** Gives bytes to the process; waits while it does not read. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += MAX_DATA) {
            int count = Math.min(MAX_DATA, length - at);
            connection.send(ShimMessage.STDIN, ByteBuffer.allocate(count).put(bytes, offset + at, count).array());
        }
    }

    /** Ends the process's standard input. */
    public void endInput() throws IOException {
        connection.send(ShimMessage.STDIN_EOF, new byte[0]);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
