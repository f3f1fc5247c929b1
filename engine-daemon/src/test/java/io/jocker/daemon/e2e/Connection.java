package io.jocker.daemon.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connection to the daemon that sends exactly what it is told, well-formed or not. It closes itself after the
 * usual patience, so that whoever waits for an answer that never comes fails.
 */
final class Connection implements AutoCloseable {
    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private final ScheduledFuture<?> watchdog;

    Connection(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        watchdog = WATCHDOG.schedule(this::giveUp, 2 * Command.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Void giveUp() throws IOException {
        channel.close();
        return null;
    }

    Connection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Connection send(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        return this;
    }

    /** A request; {@code body} null for none. */
    Connection request(String method, String target, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        if (body != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ").append(bytes.length).append("\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.write(bytes);
        return send(all.toByteArray());
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** The next byte, -1 at the end. */
    int read() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count <= 0) {
                return -1;
            }
        }
        return buffer.get() & 0xff;
    }

    byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int next = read();
            if (next < 0) {
                throw new EOFException("the connection ended after " + i + " of " + length + " bytes");
            }
            bytes[i] = (byte) next;
        }
        return bytes;
    }

    byte[] readAll() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = read(); next >= 0; next = read()) {
            bytes.write(next);
        }
        return bytes.toByteArray();
    }

    /** Reads until a text has been seen; what came before and the text itself. */
    String readUntil(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] tail = end.getBytes(StandardCharsets.UTF_8);
        while (!endsWith(bytes, tail)) {
            int next = read();
            if (next < 0) {
                throw new EOFException("the connection ended before " + end + ", after: " + bytes);
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean endsWith(ByteArrayOutputStream bytes, byte[] tail) {
        if (bytes.size() < tail.length) {
            return false;
        }
        byte[] all = bytes.toByteArray();
        for (int i = 0; i < tail.length; i++) {
            if (all[all.length - tail.length + i] != tail[i]) {
                return false;
            }
        }
        return true;
    }

    /** The status line and the headers, without a body. */
    Reply head() throws IOException {
        String[] lines = readUntil("\r\n\r\n").split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, new byte[0]);
    }

    /** A whole answer. */
    Reply reply() throws IOException {
        Reply head = head();
        if (head.status() == 204 || head.status() == 304) {
            return head;
        }
        if ("chunked".equals(head.header("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk != null; chunk = chunk()) {
                body.write(chunk);
            }
            return new Reply(head.status(), head.headers(), body.toByteArray());
        }
        String length = head.header("content-length");
        return new Reply(head.status(), head.headers(), length == null ? readAll() : read(Integer.parseInt(length)));
    }

    /** The next chunk of a chunked body; null at its end. */
    byte[] chunk() throws IOException {
        int length = Integer.parseInt(readUntil("\r\n").strip(), 16);
        byte[] chunk = read(length);
        read(2);
        return length == 0 ? null : chunk;
    }

    @Override
    public void close() throws IOException {
        watchdog.cancel(false);
        channel.close();
    }
}
