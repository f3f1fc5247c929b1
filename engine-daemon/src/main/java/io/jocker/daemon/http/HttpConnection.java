package io.jocker.daemon.http;

import io.jocker.core.EngineException;
import io.jocker.core.host.socket.Poller;
import io.jocker.core.host.socket.UnixStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection. */
final class HttpConnection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final UnixStream stream;
    private final HttpHandler handler;
    private final Poller poller;
    private final HeadTimer headTimer;
    private SessionInputBufferImpl buffer;
    private InputStream input;

    HttpConnection(UnixStream stream, HttpHandler handler, Poller poller, HeadTimer headTimer) {
        this.stream = stream;
        this.handler = handler;
        this.poller = poller;
        this.headTimer = headTimer;
    }

    int descriptor() {
        return stream.descriptor();
    }

    /**
     * Serves the requests that have arrived.
     *
     * @return whether the connection goes on; it is idle then
     */
    boolean serve() throws IOException {
        // An idle connection holds no buffers.
        buffer = new SessionInputBufferImpl(HttpLimits.BUFFER, HttpLimits.MAX_LINE);
        input = stream.input();
        DefaultHttpRequestParser parser = new DefaultHttpRequestParser(HttpLimits.CONFIG);
        do {
            ClassicHttpRequest request = parse(parser);
            if (request == null || !serve(request)) {
                return false;
            }
        } while (buffer.hasBufferedData() || input.available() > 0);
        buffer = null;
        input = null;
        return true;
    }

    private ClassicHttpRequest parse(DefaultHttpRequestParser parser) throws IOException {
        Future<?> deadline = headTimer.start(this::close);
        try {
            return parser.parse(buffer, input);
        } catch (ConnectionClosedException clientIsDone) {
            return null;
        } catch (MessageConstraintException | RequestHeaderFieldsTooLargeException e) {
            refuse("431 Request Header Fields Too Large", e.getMessage());
        } catch (HttpException e) {
            refuse("400 Bad Request", e.getMessage());
        } finally {
            deadline.cancel(false);
        }
        return null;
    }

    private void refuse(String status, String message) throws IOException {
        String text = String.valueOf(message).replaceAll("[\"\\\\\\p{Cntrl}]", " ");
        byte[] body = ("{\"message\":\"" + text + "\"}\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        stream.output().write(head.getBytes(StandardCharsets.US_ASCII));
        stream.output().write(body);
    }

    private boolean serve(ClassicHttpRequest request) throws IOException {
        if (request.getVersion() != null && request.getVersion().getMajor() != 1) {
            refuse("505 HTTP Version Not Supported", "unsupported protocol version");
            return false;
        }
        Exchange exchange;
        try {
            RequestBody body = RequestBody.of(request, buffer, input, stream.output());
            stream.setReadTimeout(body.present() ? HttpLimits.PAUSE_MILLIS : 0);
            exchange = new Exchange(request, body, new ResponseWriter(request, stream.output()),
                    new Hijack(buffer, input, stream), poller);
        } catch (HttpException | EngineException e) {
            refuse("400 Bad Request", e.getMessage());
            return false;
        }
        try {
            handler.handle(exchange);
        } finally {
            exchange.stopWatching();
        }
        return exchange.finish();
    }

    void close() {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("cannot close a connection: {}", e.getMessage());
        }
    }
}
