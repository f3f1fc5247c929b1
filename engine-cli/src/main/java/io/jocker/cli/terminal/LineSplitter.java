package io.jocker.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Takes a stream of output apart into lines. */
public final class LineSplitter {
    private static final int BUFFER = 64 * 1024;
    private static final int STDERR = 2;

    /** What happens with a line, which has no end of line any more. */
    public interface Sink {
        /** Takes one. */
        void line(String text, boolean stderr);
    }

    private final Sink sink;
    private final ByteArrayOutputStream[] open = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};

    private LineSplitter(Sink sink) {
        this.sink = sink;
    }

    /**
     * Splits until the stream ends.
     *
     * @param tty whether the two streams come as one, without frames
     */
    public static void split(InputStream from, boolean tty, Sink sink) throws IOException {
        LineSplitter splitter = new LineSplitter(sink);
        if (tty) {
            splitter.copy(from, Long.MAX_VALUE, 0);
        } else {
            DataInputStream frames = new DataInputStream(from);
            for (int type = from.read(); type >= 0; type = from.read()) {
                frames.skipNBytes(3);
                splitter.copy(frames, frames.readInt(), type == STDERR ? 1 : 0);
            }
        }
        splitter.end(0);
        splitter.end(1);
    }

    private void copy(InputStream from, long length, int stream) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = length;
        while (left > 0) {
            int count = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0 && length == Long.MAX_VALUE) {
                return;
            }
            if (count < 0) {
                throw new EOFException("the engine closed the connection in the middle of a frame");
            }
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    emit(stream);
                } else {
                    open[stream].write(buffer[i]);
                }
            }
            left -= count;
        }
    }

    private void emit(int stream) {
        String text = open[stream].toString(StandardCharsets.UTF_8);
        open[stream].reset();
        sink.line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, stream == 1);
    }

    private void end(int stream) {
        if (open[stream].size() > 0) {
            emit(stream);
        }
    }
}
