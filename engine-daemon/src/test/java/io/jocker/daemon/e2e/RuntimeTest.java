package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Containers under other OCI runtimes, and our own init. */
class RuntimeTest extends DaemonTest {
    private static ObjectNode under(String runtime, String... command) {
        ObjectNode config = Api.config(command);
        config.withObject("/HostConfig").put("Runtime", runtime);
        return config;
    }

    @Test
    void runcRunsTheWholeLife() {
        need(Stream.of("/usr/sbin/runc", "/usr/bin/runc").anyMatch(p -> Files.isExecutable(Path.of(p))),
                "runc is not installed");
        String id = api.run("other", under("runc", "sh", "-c", "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; "
                + "done"));
        Eventually.holds("it is up", () -> api.logs("other").equals("up\n"));
        assertEquals("runc", api.inspect(id).path("HostConfig").path("Runtime").asText());
        assertEquals("in it\n", api.exec("other", "echo", "in it").output());
        assertEquals(3, api.exec("other", "sh", "-c", "exit 3").exitCode());
        assertEquals(204, api.post("/containers/other/pause").status());
        assertEquals(204, api.post("/containers/other/unpause").status());
        assertEquals(200, api.post("/containers/other/update", "{\"PidsLimit\":60}").status());
        assertEquals(204, api.post("/containers/other/stop").status());
        assertEquals(7, api.inspect(id).path("State").path("ExitCode").asInt());
        String missing = api.create("missing", under("runc", "nope"));
        Reply reply = api.post("/containers/" + missing + "/start");
        assertEquals(400, reply.status(), reply::toString);
        assertTrue(reply.message().contains("executable file not found in $PATH"), reply::toString);
        assertEquals(127, api.inspect(missing).path("State").path("ExitCode").asInt());
    }

    @Test
    void aKilledDaemonFindsThemAgain() throws IOException {
        need(Files.isExecutable(Path.of("/usr/sbin/runc")), "runc is not installed");
        api.run("other", under("runc", "sh", "-c", "sleep 0.6; echo late; exit 9"));
        daemon.kill();
        daemon.launch();
        assertEquals(9, api.await("other"));
        assertEquals("late\n", api.logs("other"));
    }

    @Test
    void anUnknownOneIsRefused() {
        Reply reply = api.post("/containers/create", under("nope", "true").toString());
        assertEquals(400, reply.status(), reply::toString);
        assertEquals("unknown or invalid runtime name: nope", reply.message());
        assertTrue(api.get("/info").json().path("Runtimes").has("jocker"));
    }

    @Test
    void initReapsAndForwards() {
        ObjectNode config = Api.config("sh", "-c", "sleep 0.05 & trap 'exit 5' TERM; echo up; while :; do sleep 0.05; "
                + "done");
        config.withObject("/HostConfig").put("Init", true);
        api.run("init", config);
        Eventually.holds("it is up", () -> api.logs("init").equals("up\n"));
        assertEquals("/sbin/docker-init -- sh -c",
                api.exec("init", "sh", "-c", "tr '\\0' ' ' </proc/1/cmdline | cut -c1-26").output().strip());
        assertEquals(204, api.post("/containers/init/stop").status());
        assertEquals(5, api.inspect("init").path("State").path("ExitCode").asInt());
    }
}
