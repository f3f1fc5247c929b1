package io.jocker.core.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.host.socket.UnixStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * One connection to a shim: frames of type, length and payload. Requests on one connection are answered in
 * order; this class keeps one under way at a time.
 */
final class ShimConnection implements Closeable {
    private static final int HEADER = 8;
    private static final int MAX_PAYLOAD = 1 << 20;

    /** One frame. */
    record Frame(ShimMessage type, byte[] payload) {
    }

    private final UnixStream stream;
    private final DataInputStream in;
    private final ObjectMapper json;

    ShimConnection(UnixStream stream, ObjectMapper json) {
        this.stream = stream;
        this.in = new DataInputStream(stream.input());
        this.json = json;
    }

    UnixStream stream() {
        return stream;
    }

    /** What arrives after the last frame that was received. */
    InputStream input() {
        return in;
    }

    /** Sends a request and waits for its answer; an EXIT or OOM that comes first is given to {@code events}. */
    <T> T call(ShimMessage type, Object request, Class<T> answer, ShimEvents events) throws IOException {
        send(type, json.writeValueAsBytes(request));
        while (true) {
            Frame frame = receive();
            switch (frame.type()) {
                case OK, READY -> {
                    return json.readValue(frame.payload(), answer);
                }
                case ERROR -> throw refusal(frame);
                default -> dispatch(frame, events);
            }
        }
    }

    /** Waits for the first frame of a new shim. */
    ShimStatus ready() throws IOException {
        Frame frame = receive();
        return switch (frame.type()) {
            case READY -> json.readValue(frame.payload(), ShimStatus.class);
            case ERROR -> throw refusal(frame);
            default -> throw new IOException("the shim began with " + frame.type());
        };
    }

    void dispatch(Frame frame, ShimEvents events) throws IOException {
        switch (frame.type()) {
            case EXIT -> events.exited(json.readValue(frame.payload(), ExitRecord.class));
            case OOM -> events.outOfMemory();
            case EXEC_EXIT -> events.execExited(json.readValue(frame.payload(), ExecExit.class));
            case OK -> {
                // The answer to a request that nobody waits for.
            }
            default -> throw new IOException("the shim sent " + frame.type() + " unasked");
        }
    }

    /** Whose end a frame EXEC_EXIT tells. */
    String execOf(Frame frame) throws IOException {
        return json.readValue(frame.payload(), ExecExit.class).id();
    }

    private ShimException refusal(Frame frame) throws JsonProcessingException, IOException {
        return new ShimException(json.readValue(frame.payload(), ShimException.Body.class));
    }

    /** Sends a request and does not wait; the answer is passed over when it comes. */
    void tell(ShimMessage type, Object request) throws IOException {
        send(type, json.writeValueAsBytes(request));
    }

    synchronized void send(ShimMessage type, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocateDirect(HEADER + payload.length);
        frame.put((byte) type.code()).put(new byte[3]).putInt(payload.length).put(payload).flip();
        stream.write(frame);
    }

    /** Whether a part of a frame has been read from the kernel already. */
    boolean buffered() throws IOException {
        return in.available() > 0;
    }

    Frame receive() throws IOException {
        int type = in.readUnsignedByte();
        in.skipNBytes(3);
        int length = in.readInt();
        if (length < 0 || length > MAX_PAYLOAD) {
            throw new IOException("a frame of " + length + " bytes from the shim");
        }
        return new Frame(ShimMessage.of(type), in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
