package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The protocol itself, spoken byte by byte. */
class HttpTest extends DaemonTest {
    private Connection connection() throws IOException {
        return new Connection(daemon.socket());
    }

    @Test
    void pingTellsWhatClientsNegotiateWith() throws IOException {
        for (String method : new String[] {"GET", "HEAD"}) {
            try (Connection connection = connection()) {
                connection.request(method, "/_ping", null);
                Reply reply = method.equals("HEAD") ? connection.head() : connection.reply();
                assertEquals(200, reply.status());
                assertEquals("1.51", reply.header("api-version"));
                assertEquals("linux", reply.header("ostype"));
                assertEquals("false", reply.header("docker-experimental"));
                assertEquals("2", reply.header("content-length"));
                assertTrue(reply.header("server").startsWith("jocker/"), reply::toString);
                // Nothing of a body, or of anything else, comes after a HEAD's answer.
                assertEquals(200, connection.request("GET", "/version", null).reply().status());
            }
        }
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        try (Connection connection = connection()) {
            for (int i = 0; i < 50; i++) {
                assertEquals(200, connection.request("GET", "/v1.44/containers/json", null).reply().status());
                assertEquals(404, connection.request("GET", "/containers/none/json", null).reply().status());
                assertEquals(400, connection.request("POST", "/containers/create", "{").reply().status());
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (Connection connection = connection()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                requests.append("GET /containers/c").append(i).append("/json HTTP/1.1\r\nHost: t\r\n\r\n");
            }
            connection.send(requests.toString());
            for (int i = 0; i < 100; i++) {
                assertEquals("No such container: c" + i, connection.reply().message());
            }
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws IOException {
        try (Connection connection = connection()) {
            for (byte b : "GET /_ping HTTP/1.1\r\nHost: t\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
                connection.send(new byte[] {b});
            }
            assertEquals("OK", connection.reply().text());
        }
    }

    @Test
    void expectationsAndChunks() throws IOException {
        String body = Api.config("true").toString();
        try (Connection connection = connection()) {
            connection.send("POST /containers/create HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", connection.readUntil("\r\n\r\n"));
            for (char c : body.toCharArray()) {
                connection.send("1\r\n" + c + "\r\n");
            }
            connection.send("0\r\n\r\n");
            assertEquals(201, connection.reply().status());
            assertEquals(200, connection.request("GET", "/_ping", null).reply().status());
        }
        try (Connection connection = connection()) {
            connection.send("POST /containers/none/start HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 5\r\n\r\n");
            assertEquals(404, connection.reply().status(), "an error needs no body");
        }
    }

    @Test
    void oldClientsAndBrokenOnes() throws IOException {
        try (Connection connection = connection()) {
            connection.send("GET /version HTTP/1.0\r\n\r\n");
            String answer = new String(connection.readAll(), StandardCharsets.UTF_8);
            assertTrue(answer.contains("200 OK") && answer.endsWith("}"), answer);
            assertTrue(!answer.toLowerCase().contains("chunked"), answer);
        }
        for (String request : new String[] {"nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "POST /containers/create HTTP/1.1\r\nHost: t\r\nContent-Length: -5\r\n\r\n",
            "POST /containers/create HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            "POST /containers/create HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /containers/create HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
            try (Connection connection = connection()) {
                Reply reply = connection.send(request).reply();
                assertTrue(reply.status() == 400 || reply.status() == 505, () -> request + " -> " + reply);
            }
        }
        for (String start : new String[] {"", "GET /_pi",
            "POST /images/load HTTP/1.1\r\nContent-Length: 99\r\n\r\nx"}) {
            try (Connection connection = connection()) {
                connection.send(start).endOutput();
                connection.readAll();
            }
        }
        assertEquals(200, api.get("/_ping").status());
    }

    @Test
    void thousandsOfIdleConnections() throws IOException {
        int threads = Footprint.threads(daemon.pid());
        List<Connection> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                Connection connection = connection();
                idle.add(connection);
                if (i % 2 == 0) {
                    connection.request("GET", "/_ping", null).reply();
                }
            }
            assertTrue(Footprint.threads(daemon.pid()) < threads + 30,
                    () -> threads + " threads became " + Footprint.threads(daemon.pid()));
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertEquals(200, api.get("/_ping").status());
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 20;
            assertTrue(millis < 50, "_ping took " + millis + " ms");
            assertEquals(200, idle.get(0).request("GET", "/_ping", null).reply().status());
        } finally {
            for (Connection connection : idle) {
                connection.close();
            }
        }
        Eventually.holds("their descriptors are closed", () -> Footprint.descriptors(daemon.pid()) < 200);
    }

    @Test
    void aSlowReaderOfLogsBlocksNobody() throws IOException {
        String id = api.run("chatty", "sh", "-c", "yes 0123456789012345678901234567890123456789 | head -n 200000");
        assertEquals(0, api.await(id));
        try (Connection slow = connection(); Connection attached = connection()) {
            slow.request("GET", "/containers/chatty/logs?stdout=1", null).head();
            api.run("flood", "sh", "-c", "yes | head -c 3000000; sleep 30");
            attached.request("POST", "/containers/flood/attach?stream=1&stdout=1&logs=1", null,
                    "Upgrade: tcp", "Connection: Upgrade").head();
            long start = System.nanoTime();
            api.list("{}");
            api.inspect("chatty");
            api.run("next", "true");
            assertEquals(0, api.await("next"));
            assertEquals(204, api.delete("/containers/flood?force=1").status());
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(4));
        }
    }

    @Test
    void attachHijacksAndHalfCloses() throws IOException {
        byte[] sent = new byte[300_000];
        new Random(3).nextBytes(sent);
        for (boolean upgrade : new boolean[] {true, false}) {
            String name = "half" + upgrade;
            api.create(name, Api.config("sh", "-c", "cat; echo bye >&2").put("OpenStdin", true).put("StdinOnce", true));
            try (Connection connection = connection()) {
                String target = "/v1.51/containers/" + name + "/attach?stream=1&stdin=1&stdout=1&stderr=1";
                if (upgrade) {
                    connection.request("POST", target, null, "Upgrade: tcp", "Connection: Upgrade");
                } else {
                    connection.request("POST", target, null);
                }
                Reply head = connection.head();
                assertEquals(upgrade ? 101 : 200, head.status());
                assertEquals("application/vnd.docker.multiplexed-stream", head.header("content-type"));
                assertEquals(204, api.post("/containers/" + name + "/start").status());
                Thread sender = new Thread(() -> send(connection, sent));
                sender.start();
                byte[] frames = connection.readAll();
                assertArrayEquals(sent, Frames.payload(frames, 1));
                assertEquals("bye\n", new String(Frames.payload(frames, 2), StandardCharsets.UTF_8));
            }
            assertEquals(0, api.await(name));
        }
    }

    private static void send(Connection connection, byte[] bytes) {
        try {
            connection.send(bytes).endOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void waitSendsItsHeadAtOnce() throws IOException {
        api.create("later", Api.config("sh", "-c", "exit 12"));
        try (Connection next = connection(); Connection removed = connection(); Connection old = connection()) {
            assertEquals(200, next.request("POST", "/containers/later/wait?condition=next-exit", null).head().status());
            assertEquals(200, removed.request("POST", "/containers/later/wait?condition=removed", null).head()
                    .status());
            assertEquals(0, old.request("POST", "/containers/later/wait", null).reply().json().path("StatusCode")
                    .asInt(), "a container that was never started does not run");
            assertEquals(204, api.post("/containers/later/start").status());
            assertEquals(12, Reply.parse(new String(next.chunk())).path("StatusCode").asInt());
            assertNull(next.chunk());
            assertEquals(204, api.delete("/containers/later?force=1").status());
            assertEquals(12, Reply.parse(new String(removed.chunk())).path("StatusCode").asInt());
        }
    }
}
