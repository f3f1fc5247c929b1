package io.jocker.daemon.http;

import io.jocker.core.host.socket.Poller;
import io.jocker.core.host.socket.UnixListener;
import io.jocker.core.host.socket.UnixStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and serves them. A connection has a thread only while a request of it is under way; the
 * rest of the time it waits in the poller, so that thousands of idle ones cost next to nothing.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final HttpHandler handler;
    private final Poller poller;
    private final ExecutorService workers;
    private final List<UnixListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final HeadTimer headTimer;
    private volatile boolean closed;

    /**
     * @param workers where requests run; must not bound the number of its threads, since handlers may block
     */
    public HttpServer(HttpHandler handler, Poller poller, ExecutorService workers) {
        this(handler, poller, workers, HttpLimits.HEAD_MILLIS);
    }

    HttpServer(HttpHandler handler, Poller poller, ExecutorService workers, long headMillis) {
        this.headTimer = new HeadTimer(headMillis);
        this.handler = handler;
        this.poller = poller;
        this.workers = workers;
    }

    /** Begins to accept on a listener. */
    public void serve(UnixListener listener) {
        listeners.add(listener);
        Thread thread = new Thread(() -> accept(listener), "accept");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(UnixListener listener) {
        while (!closed) {
            try {
                UnixStream stream = listener.accept();
                if (stream == null) {
                    return;
                }
                HttpConnection connection = new HttpConnection(stream, handler, poller, headTimer);
                connections.add(connection);
                park(connection);
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot accept a connection: {}", e.getMessage());
                pause();
            }
        }
    }

    /** Out of descriptors, say: trying again at once would only burn time. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void park(HttpConnection connection) {
        poller.watch(connection.descriptor(), Poller.Interest.READABLE, () -> {
            try {
                workers.execute(() -> serve(connection));
            } catch (RejectedExecutionException shuttingDown) {
                close(connection);
            }
        });
    }

    private void serve(HttpConnection connection) {
        try {
            if (connection.serve()) {
                park(connection);
            } else {
                close(connection);
            }
        } catch (IOException | RuntimeException e) {
            // The client went away in the middle, or the answer could not be completed; either way it is over.
            LOG.debug("connection ended: {}", e.toString());
            close(connection);
        }
    }

    private void close(HttpConnection connection) {
        connections.remove(connection);
        connection.close();
    }

    /** Stops accepting and drops every connection. */
    @Override
    public void close() {
        closed = true;
        for (UnixListener listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.warn("cannot close a listening socket: {}", e.getMessage());
            }
        }
        connections.forEach(HttpConnection::close);
        headTimer.close();
    }
}
