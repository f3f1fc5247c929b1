package io.jocker.daemon.http;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.socket.Poller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;

/** One request and its response. */
public final class Exchange {
    private static final byte[] NOTHING = {};

    private final ClassicHttpRequest request;
    private final RequestBody body;
    private final ResponseWriter response;
    private final Hijack hijack;
    private final Poller poller;
    private final String path;
    private final Map<String, List<String>> query;
    private boolean hijacked;
    private long watch;

    Exchange(ClassicHttpRequest request, RequestBody body, ResponseWriter response, Hijack hijack, Poller poller) {
        this.request = request;
        this.body = body;
        this.response = response;
        this.hijack = hijack;
        this.poller = poller;
        // Not through java.net.URI, which refuses what Go's clients send and servers accept.
        String target = request.getRequestUri().replaceFirst("^https?://[^/]*", "");
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = parseQuery(mark < 0 ? "" : target.substring(mark + 1));
    }

    private static Map<String, List<String>> parseQuery(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                query.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid URL escape in \"" + text + "\"", e);
        }
    }

    /** The method, in capitals. */
    public String method() {
        return request.getMethod();
    }

    /** The path as it was sent, without the query; escapes are not decoded. */
    public String path() {
        return path;
    }

    /** The first value of a query parameter, or null. */
    public String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** All values of a query parameter. */
    public List<String> queryAll(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** A header's first value, or null. */
    public String header(String name) {
        Header header = request.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** Whether the request has a body. */
    public boolean hasBody() {
        return body.present();
    }

    /** The body; empty if there is none. */
    public InputStream body() {
        return body;
    }

    /** Sets a header of the response. */
    public void setHeader(String name, String value) {
        response.header(name, value);
    }

    /** Whether the response has begun: its status can then no longer be chosen. */
    public boolean responded() {
        return response.started() || hijacked;
    }

    /** A response without a body. */
    public void respond(int status) throws IOException {
        response.fixed(status, null, NOTHING);
    }

    /** A response with a body of known length. */
    public void respond(int status, String contentType, byte[] bytes) throws IOException {
        response.fixed(status, contentType, bytes);
    }

    /** A response whose body is written bit by bit; what is written is sent at once. The caller need not close it. */
    public OutputStream stream(int status, String contentType) throws IOException {
        return response.stream(status, contentType);
    }

    /**
     * Leaves HTTP: 101 if the client asked for an upgrade, else 200. The connection ends with the handler.
     */
    public Hijack hijack(String contentType) throws IOException {
        hijacked = true;
        hijack.stream().setReadTimeout(0);
        boolean upgrade = header("Upgrade") != null;
        String head = (upgrade ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 200 OK\r\n") + "Content-Type: " + contentType
                + "\r\n" + (upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "") + "\r\n";
        hijack.stream().output().write(head.getBytes(StandardCharsets.US_ASCII));
        return hijack;
    }

    /**
     * Calls back, on the poller's thread, when the client goes away while the handler waits for something. Not
     * together with reading the body.
     */
    public void onHangup(Runnable callback) {
        stopWatching();
        watch = poller.watch(hijack.stream().descriptor(), Poller.Interest.HANGUP, callback);
    }

    void stopWatching() {
        if (watch != 0) {
            poller.cancel(watch);
        }
    }

    /** Completes the response; whether the connection can go on. */
    boolean finish() throws IOException {
        if (hijacked) {
            return false;
        }
        boolean goesOn = response.finish();
        // Also if the connection ends: who is still sending would see that break, and not the answer.
        return body.drain() && goesOn;
    }
}
