package io.jocker.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.host.socket.Poller;
import io.jocker.core.host.socket.UnixListener;
import io.jocker.core.host.socket.UnixStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Half a request holds a thread for its time and no longer; a connection between requests has no time. */
@Timeout(30)
class HeadTimerTest {
    private static final long MILLIS = 300;

    @TempDir
    Path folder;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Poller poller = new Poller("test");
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new HttpServer(exchange -> exchange.respond(200, "text/plain", exchange.body().readAllBytes()), poller,
                workers, MILLIS);
        server.serve(UnixListener.bind(folder.resolve("sock")));
    }

    @AfterEach
    void close() {
        server.close();
        poller.close();
        workers.shutdownNow();
    }

    private static void send(UnixStream stream, String text) throws IOException {
        stream.output().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void halfAHeadIsDroppedHoweverItDrips() throws IOException, InterruptedException {
        try (UnixStream stream = UnixStream.connect(folder.resolve("sock"))) {
            long start = System.nanoTime();
            send(stream, "GET / HTTP/1.1\r\nX: ");
            Thread dripping = new Thread(() -> drip(stream));
            dripping.start();
            assertEquals(-1, stream.input().read());
            assertTrue(System.nanoTime() - start >= MILLIS * 1_000_000, "it had its time");
            dripping.join();
        }
    }

    private static void drip(UnixStream stream) {
        try {
            while (true) {
                send(stream, "x");
                Thread.sleep(20);
            }
        } catch (IOException dropped) {
            // What the test waits for.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void idleConnectionsAndSlowBodiesLive() throws IOException, InterruptedException {
        try (UnixStream stream = UnixStream.connect(folder.resolve("sock"))) {
            InputStream answers = stream.input();
            for (int i = 0; i < 2; i++) {
                send(stream, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
                Thread.sleep(2 * MILLIS);
                send(stream, "b");
                String answer = "";
                while (!answer.endsWith("ab")) {
                    answer += (char) answers.read();
                }
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
                Thread.sleep(2 * MILLIS);
            }
        }
    }
}
