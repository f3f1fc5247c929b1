package io.jocker.cli.terminal;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.HttpStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Moves bytes between the user's streams and a container's. */
public final class StdioPump {
    private static final int BUFFER = 64 * 1024;
    private static final int STDERR = 2;
    private static final int PIPE_BROKE = 141;

    private final HttpStream connection;

    /** Over a connection that was taken over. */
    public StdioPump(HttpStream connection) {
        this.connection = connection;
    }

    /** Sends input on a thread of its own until it ends, and then tells the engine so. */
    public void input(InputStream from) {
        Thread thread = new Thread(() -> {
            try (OutputStream to = connection.rawOutput()) {
                byte[] buffer = new byte[BUFFER];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    to.write(buffer, 0, count);
                }
                connection.endOutput();
            } catch (IOException containerIsDone) {
                // The end of the output tells the same, and there somebody waits for it.
                return;
            }
        }, "stdin");
        thread.setDaemon(true);
        thread.start();
    }

    /** Copies output until it ends: as it comes with a terminal, otherwise taken apart into its two streams. */
    public void output(boolean tty, PrintStream out, PrintStream err) throws IOException {
        copy(connection.raw(), tty, out, err);
    }

    /** Copies a stream of output until it ends. */
    public static void copy(InputStream from, boolean tty, PrintStream out, PrintStream err) throws IOException {
        byte[] buffer = new byte[BUFFER];
        if (tty) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                out.write(buffer, 0, count);
                flush(out);
            }
            return;
        }
        DataInputStream frames = new DataInputStream(from);
        for (int type = from.read(); type >= 0; type = from.read()) {
            frames.skipNBytes(3);
            copyFrame(frames, frames.readInt(), type == STDERR ? err : out, buffer);
        }
    }

    private static void copyFrame(InputStream from, int length, PrintStream to, byte[] buffer) throws IOException {
        int left = length;
        while (left > 0) {
            int count = from.read(buffer, 0, Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException("the engine closed the connection in the middle of a frame");
            }
            to.write(buffer, 0, count);
            left -= count;
        }
        flush(to);
    }

    /** Where nobody reads any more there is no point in going on, and what killed by SIGPIPE would say is said. */
    private static void flush(PrintStream to) {
        if (to.checkError()) {
            throw new CliException(PIPE_BROKE, "");
        }
    }
}
