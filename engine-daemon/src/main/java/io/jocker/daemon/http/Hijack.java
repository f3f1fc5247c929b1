package io.jocker.daemon.http;

import io.jocker.core.host.socket.UnixStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** A connection that has left HTTP: bytes both ways, each way closed by itself. */
public final class Hijack {
    private final SessionInputBuffer buffer;
    private final InputStream input;
    private final UnixStream stream;

    Hijack(SessionInputBuffer buffer, InputStream input, UnixStream stream) {
        this.buffer = buffer;
        this.input = input;
        this.stream = stream;
    }

    /** What the client sends, beginning with what came right after its request. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return buffer.read(input);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return buffer.read(bytes, offset, length, input);
            }
        };
    }

    /** The connection itself, for sending. */
    public UnixStream stream() {
        return stream;
    }
}
