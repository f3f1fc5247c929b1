package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The daemon is killed while containers run, print and end: nothing is lost. */
class DaemonKilledTest extends DaemonTest {
    private static final String COUNT = "i=0; while [ $i -lt 5000 ]; do echo line $i; "
            + "[ $((i % 100)) != 0 ] || sleep 0.02; i=$((i+1)); done; exit 17";

    private static ObjectNode autoRemoved(String... command) {
        ObjectNode config = Api.config(command);
        config.withObject("/HostConfig").put("AutoRemove", true);
        return config;
    }

    private static void assertAllLines(String log) {
        List<String> lines = log.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            assertEquals("line " + i, lines.get(i));
        }
        assertEquals(5000, lines.size());
    }

    @Test
    void outputAndExitCodesSurviveKillsAtAnyMoment() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(api.run("count" + i, "sh", "-c", COUNT));
        }
        for (int i = 0; i < 3; i++) {
            Eventually.pause(100 + 150L * i);
            daemon.kill();
            Eventually.pause(50);
            daemon.launch();
        }
        for (String id : ids) {
            assertEquals(17, api.await(id));
            assertAllLines(api.logs(id));
        }
    }

    @Test
    void anExitWhileNoDaemonRunsIsKnownAfterwards() throws IOException {
        String quick = api.run("quick", "sh", "-c", "sleep 0.4; echo last words; exit 33");
        String removed = api.run("removed", autoRemoved("sh", "-c", "sleep 0.4"));
        String kept = api.run("kept", "sleep", "100");
        int pid = api.inspect("kept").path("State").path("Pid").asInt();
        daemon.kill();
        Eventually.pause(1200);
        daemon.launch();
        assertEquals(33, api.inspect(quick).path("State").path("ExitCode").asInt());
        String finished = api.inspect(quick).path("State").path("FinishedAt").asText();
        String started = api.inspect(quick).path("State").path("StartedAt").asText();
        long ran = java.time.Duration.between(java.time.Instant.parse(started), java.time.Instant.parse(finished))
                .toMillis();
        assertTrue(ran >= 300 && ran < 1000, "it ran for " + ran + " ms by its record");
        assertEquals("last words\n", api.logs(quick));
        Eventually.holds("--rm is honoured", () -> api.status(removed).equals("gone"));
        assertEquals(pid, api.inspect(kept).path("State").path("Pid").asInt(), "the same process runs on");
        assertEquals(204, api.post("/containers/kept/kill").status());
        assertEquals(137, api.await("kept"));
    }

    @Test
    void autoRemoveOfAnAdoptedContainer() throws IOException {
        String id = api.run("later", autoRemoved("sleep", "100"));
        daemon.kill();
        daemon.launch();
        assertEquals("running", api.status(id));
        assertEquals(204, api.post("/containers/later/stop?t=0").status());
        Eventually.holds("--rm is honoured", () -> api.status(id).equals("gone"));
    }

    @Test
    void clientsNotice() throws IOException {
        api.run("watched", "sh", "-c", "echo up; sleep 100");
        Eventually.holds("it is up", () -> api.logs("watched").equals("up\n"));
        try (Connection attach = new Connection(daemon.socket());
                Connection follow = new Connection(daemon.socket());
                Connection wait = new Connection(daemon.socket())) {
            attach.request("POST", "/containers/watched/attach?stream=1&stdout=1&stderr=1", null,
                    "Upgrade: tcp", "Connection: Upgrade");
            assertEquals(101, attach.head().status());
            follow.request("GET", "/containers/watched/logs?follow=1&stdout=1", null);
            assertEquals(200, follow.head().status());
            assertEquals("up\n", Frames.text(follow.chunk()));
            wait.request("POST", "/containers/watched/wait", null);
            assertEquals(200, wait.head().status());
            daemon.kill();
            long start = System.nanoTime();
            assertEquals(-1, attach.read());
            assertEquals(-1, follow.read());
            assertEquals(-1, wait.read());
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
        }
        daemon.launch();
        try (Connection attach = new Connection(daemon.socket())) {
            attach.request("POST", "/containers/watched/attach?stream=1&stdout=1&stderr=1&logs=1", null,
                    "Upgrade: tcp", "Connection: Upgrade");
            assertEquals(101, attach.head().status());
            assertEquals("up\n", Frames.text(attach.read(Frames.HEAD + 3)));
        }
    }

    @Test
    void standardInputStaysOpenForTheNextClient() throws IOException {
        ObjectNode config = Api.config("sh", "-c", "while read l; do echo got $l; done; echo eof");
        api.run("reader", config.put("OpenStdin", true));
        attachAndType("first\n", "got first\n");
        daemon.kill();
        daemon.launch();
        attachAndType("second\n", "got second\n");
        assertEquals("running", api.status("reader"));
        assertEquals("got first\ngot second\n", api.logs("reader"));
    }

    private void attachAndType(String typed, String answer) throws IOException {
        try (Connection attach = new Connection(daemon.socket())) {
            attach.request("POST", "/containers/reader/attach?stream=1&stdin=1&stdout=1", null,
                    "Upgrade: tcp", "Connection: Upgrade");
            assertEquals(101, attach.head().status());
            attach.send(typed);
            assertEquals(answer, Frames.text(attach.read(Frames.HEAD + answer.length())));
        }
    }

    @Test
    void killedWhileManyStartAndEnd() throws IOException {
        Command storm = Command.start(java.util.Map.of(), List.of("sh", "-c", "i=0; while [ $i -lt 200 ]; do "
                + "i=$((i+1)); id=$(curl -sS --max-time 10 --unix-socket " + daemon.socket()
                + " -H 'Content-Type: application/json' -d '{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"exit 3\"],"
                + "\"HostConfig\":{\"AutoRemove\":true}}' http://t/containers/create | cut -d'\"' -f4); "
                + "curl -sS --max-time 10 --unix-socket " + daemon.socket()
                + " -X POST http://t/containers/$id/start || exit 0; done"));
        for (int i = 0; i < 3; i++) {
            Eventually.pause(250);
            daemon.kill();
            daemon.launch();
        }
        storm.endInput().await();
        Eventually.holds("what was started is removed", () -> {
            for (var container : api.list("{}")) {
                if (!container.path("State").asText().equals("created")) {
                    return false;
                }
            }
            return true;
        }, () -> api.list("{}").toString());
    }

    @Test
    void sigtermEndsTheDaemonAndNothingElse() throws IOException {
        String id = api.run("survivor", "sh", "-c", COUNT);
        api.run("tty", Api.config("sleep", "100").put("Tty", true));
        Connection idle = new Connection(daemon.socket());
        try (Connection follow = new Connection(daemon.socket()); idle) {
            follow.request("GET", "/containers/survivor/logs?follow=1&stdout=1", null);
            assertEquals(200, follow.head().status());
            long millis = daemon.stop();
            assertTrue(millis <= 2000, "SIGTERM took " + millis + " ms");
            assertTrue(!Files.exists(daemon.socket()), "the socket's file is removed");
        }
        assertTrue(Footprint.processes(id).stream().anyMatch(p -> p.contains(" shim ")), "its shim lives");
        daemon.launch();
        assertEquals(17, api.await(id));
        assertAllLines(api.logs(id));
        assertEquals("running", api.status("tty"));
    }

    @Test
    void aBodyCutByTheKillLeavesNothing() throws IOException {
        try (Connection load = new Connection(daemon.socket())) {
            load.send("POST /images/load HTTP/1.1\r\nHost: t\r\nContent-Length: 9999999\r\n\r\n");
            load.send(new byte[70_000]);
            daemon.kill();
            try {
                assertEquals(-1, load.read());
            } catch (EOFException | java.net.SocketException expected) {
                assertTrue(true, "a reset is as good as an end");
            }
        }
        daemon.launch();
        assertEquals(1, api.get("/images/json").json().size());
        assertEquals(List.of(), Footprint.files(daemon.dataRoot()).stream()
                .filter(f -> f.startsWith("blobs/ingest/") || f.startsWith("ingest/")).toList());
    }
}
