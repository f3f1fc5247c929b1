package io.jocker.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The Engine API as a client sees it. Each call has a connection of its own. */
public final class EngineClient {
    private final Endpoint endpoint;
    private final String prefix;

    /**
     * @param version the API version to speak, or null for the engine's newest
     */
    public EngineClient(Endpoint endpoint, String version) {
        this.endpoint = endpoint;
        this.prefix = version == null || version.isEmpty() ? "" : "/v" + version;
    }

    /** Where the engine is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** A path with a query; entries whose value is null are left out. */
    public static String path(String path, Map<String, ?> query) {
        StringBuilder text = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, ?> entry : query.entrySet()) {
            if (entry.getValue() != null) {
                text.append(separator).append(entry.getKey()).append('=').append(escape(entry.getValue().toString()));
                separator = '&';
            }
        }
        return text.toString();
    }

    /** One segment of a path. */
    public static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Sends a request and gives the response, whatever its status. */
    public HttpStream open(String method, String path, Object json) {
        byte[] body = json == null ? new byte[0] : Json.write(json).getBytes(StandardCharsets.UTF_8);
        String head = method + " " + prefix + path + " HTTP/1.1\r\nHost: api.moby.localhost\r\n"
                + "User-Agent: jocker-cli\r\n" + (json == null ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
        return exchange(stream -> {
            byte[] start = head.getBytes(StandardCharsets.UTF_8);
            byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            stream.send(all);
        });
    }

    /** Sends a request and gives the response; a refusal is thrown. */
    public HttpStream call(String method, String path, Object json) {
        return checked(open(method, path, json));
    }

    /** Something that writes a request's body. */
    public interface Body {
        /** Writes it all. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Sends a stream of bytes; a refusal is thrown. */
    public HttpStream upload(String path, InputStream body) {
        return upload("POST", path, body::transferTo);
    }

    /** Sends a body of unknown length; a refusal is thrown. */
    public HttpStream upload(String method, String path, Body body) {
        String head = method + " " + prefix + path + " HTTP/1.1\r\n"
                + "Host: api.moby.localhost\r\nUser-Agent: jocker-cli\r\n"
                + "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        return checked(exchange(stream -> {
            stream.send(head.getBytes(StandardCharsets.UTF_8));
            try (OutputStream out = stream.chunkedOutput()) {
                body.writeTo(out);
            }
        }));
    }

    /** Takes over a connection for raw streams; a refusal is thrown. */
    public HttpStream hijack(String path) {
        return hijack(path, null);
    }

    /** As {@link #hijack(String)}, with a body in the request; null for none. */
    public HttpStream hijack(String path, Object json) {
        String body = json == null ? "" : Json.write(json);
        String head = "POST " + prefix + path + " HTTP/1.1\r\nHost: api.moby.localhost\r\nUser-Agent: jocker-cli\r\n"
                + (json == null ? "" : "Content-Type: application/json\r\n") + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" + body;
        return checked(exchange(stream -> stream.send(head.getBytes(StandardCharsets.UTF_8))));
    }

    /** A call whose answer is wanted as it was written. */
    public String text(String method, String path) {
        try (HttpStream response = call(method, path, null)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** A call whose answer is one JSON value. */
    public Object json(String method, String path, Object body) {
        try (HttpStream response = call(method, path, body)) {
            return Json.read(response.body());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** A call whose answer does not matter once it succeeded. */
    public void run(String method, String path) {
        run(method, path, null);
    }

    /** As {@link #run(String, String)}, with a body. */
    public void run(String method, String path, Object body) {
        try (HttpStream response = call(method, path, body)) {
            response.status();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private interface Sender {
        void send(HttpStream stream) throws IOException;
    }

    private HttpStream exchange(Sender sender) {
        HttpStream stream = new HttpStream(endpoint.connect());
        try {
            sendThenRead(stream, sender);
            return stream;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static void sendThenRead(HttpStream stream, Sender sender) throws IOException {
        try {
            sender.send(stream);
        } catch (IOException e) {
            // An engine that refuses early closes its side; what it said may still be there to read.
            try {
                stream.readHead();
                return;
            } catch (IOException nothingSaid) {
                e.addSuppressed(nothingSaid);
                throw e;
            }
        }
        stream.readHead();
    }

    private static HttpStream checked(HttpStream response) {
        if (response.status() < 400) {
            return response;
        }
        try (response) {
            String text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8).strip();
            String message = text;
            if (text.startsWith("{")) {
                message = Json.text(Json.read(new java.io.ByteArrayInputStream(
                        text.getBytes(StandardCharsets.UTF_8))), "message");
            }
            throw new ApiException(response.status(), message.isEmpty() ? "status " + response.status() : message);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static UncheckedIOException lost(IOException e) {
        return new UncheckedIOException("the connection to the engine broke: " + e.getMessage(), e);
    }
}
