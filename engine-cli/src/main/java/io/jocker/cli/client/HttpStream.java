package io.jocker.cli.client;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 exchange on a connection of its own, over the JDK's own socket channel, which is up twenty
 * milliseconds after the JVM where others take eighty more.
 */
public final class HttpStream implements Closeable {
    private static final long UNTIL_CLOSED = Long.MAX_VALUE;
    private static final String CUT = "the engine closed the connection in the middle of its answer";
    private static final int BUFFER = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER).limit(0);
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int status;

    HttpStream(SocketChannel channel) {
        this.channel = channel;
    }

    void send(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes));
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A body whose length nobody knows; closing it ends the body, not the connection. */
    OutputStream chunkedOutput() {
        return new BufferedOutputStream(new Chunks(), BUFFER);
    }

    private final class Chunks extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                send((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                HttpStream.this.write(ByteBuffer.wrap(bytes, offset, length));
                send(new byte[] {'\r', '\n'});
            }
        }

        @Override
        public void close() throws IOException {
            send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    void readHead() throws IOException {
        do {
            String[] first = line().split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
                throw new IOException("the engine answered in no HTTP: " + first[0]);
            }
            status = (int) number(first[1], 10);
            headers.clear();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
                }
            }
        } while (status == 100);
    }

    /** The status of the response. */
    public int status() {
        return status;
    }

    /** A header of the response by its name in lower case, or null. */
    public String header(String name) {
        return headers.get(name);
    }

    private boolean fill() throws IOException {
        in.clear();
        int count = channel.read(in);
        in.flip();
        return count > 0;
    }

    private int next() throws IOException {
        return in.hasRemaining() || fill() ? in.get() & 0xff : -1;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = next(); b != '\n'; b = next()) {
            if (b < 0) {
                throw new EOFException("the engine closed the connection");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** The body, whatever its framing. */
    public InputStream body() throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Chunked();
        }
        String length = headers.get("content-length");
        return new Plain(length == null ? UNTIL_CLOSED : number(length, 10));
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("the engine answered in no HTTP: " + text, e);
        }
    }

    /** What comes on a connection that has left HTTP. */
    public InputStream raw() {
        return new Plain(UNTIL_CLOSED);
    }

    /** What is sent on a connection that has left HTTP. */
    public OutputStream rawOutput() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                send(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                HttpStream.this.write(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    /** Tells the engine that no more input comes. */
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Plain extends InputStream {
        private long left;

        Plain(long left) {
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return left == 0 ? -1 : 0;
            }
            if (!in.hasRemaining() && !fill()) {
                if (left > UNTIL_CLOSED / 2) {
                    return -1;
                }
                throw new EOFException(CUT);
            }
            int count = (int) Math.min(Math.min(length, in.remaining()), left);
            in.get(bytes, offset, count);
            left -= count;
            return count;
        }
    }

    private final class Chunked extends InputStream {
        private long left;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (ended || left == 0 && !nextChunk()) {
                return -1;
            }
            if (!in.hasRemaining() && !fill()) {
                throw new EOFException(CUT);
            }
            int count = (int) Math.min(Math.min(length, in.remaining()), left);
            in.get(bytes, offset, count);
            left -= count;
            if (left == 0) {
                line();
            }
            return count;
        }

        private boolean nextChunk() throws IOException {
            left = number(line().split(";")[0].strip(), 16);
            ended = left == 0;
            return !ended;
        }
    }
}
