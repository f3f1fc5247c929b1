package io.jocker.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/** Writes one response: its head, and its body with a length, in chunks, or none. */
final class ResponseWriter {
    private static final byte[] END_OF_CHUNKS = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream output;
    private final boolean head;
    private final boolean oldProtocol;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean keepAlive;
    private boolean started;
    private Chunks chunks;

    ResponseWriter(ClassicHttpRequest request, OutputStream output) {
        this.output = output;
        this.head = request.getMethod().equals("HEAD");
        this.oldProtocol = request.getVersion() != null && request.getVersion().lessEquals(HttpVersion.HTTP_1_0);
        Header connection = request.getFirstHeader("Connection");
        this.keepAlive = !oldProtocol && (connection == null || !connection.getValue().equalsIgnoreCase("close"));
    }

    boolean started() {
        return started;
    }

    void header(String name, String value) {
        headers.put(name, value.replaceAll("[\\r\\n]", " "));
    }

    void closeAfterwards() {
        keepAlive = false;
    }

    void fixed(int status, String contentType, byte[] body) throws IOException {
        boolean bodyless = status == 204 || status == 304 || status < 200;
        if (contentType != null && body.length > 0) {
            header("Content-Type", contentType);
        }
        if (!bodyless) {
            header("Content-Length", String.valueOf(body.length));
        }
        byte[] start = start(status);
        if (head || bodyless || body.length == 0) {
            output.write(start);
            return;
        }
        // One write: one system call, and one wake-up of the client.
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        output.write(all);
    }

    /** A body of unknown length; each write is sent at once. */
    OutputStream stream(int status, String contentType) throws IOException {
        if (contentType != null) {
            header("Content-Type", contentType);
        }
        if (oldProtocol) {
            keepAlive = false;
        } else {
            header("Transfer-Encoding", "chunked");
        }
        output.write(start(status));
        chunks = new Chunks();
        return chunks;
    }

    private byte[] start(int status) {
        started = true;
        StringBuilder text = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ')
                .append(EnglishReasonPhraseCatalog.INSTANCE.getReason(status, null)).append("\r\n");
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Date: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)))
                .append("\r\n");
        if (!keepAlive) {
            text.append("Connection: close\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Completes the body; whether the connection can go on. */
    boolean finish() throws IOException {
        if (chunks != null && !head && !oldProtocol) {
            output.write(END_OF_CHUNKS);
        }
        return keepAlive && started;
    }

    private final class Chunks extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0 || head) {
                return;
            }
            if (oldProtocol) {
                output.write(bytes, offset, length);
                return;
            }
            byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] chunk = new byte[size.length + length + 2];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(bytes, offset, chunk, size.length, length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            output.write(chunk);
        }
    }
}
