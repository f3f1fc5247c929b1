package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** top, stats, sizes and prune. */
class UsageTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    @Test
    void topListsTheProcessesOfOneContainer() {
        api.run("busy", "sh", "-c", "sleep 91 & exec sleep 92");
        Eventually.holds("two processes", () -> api.get("/containers/busy/top").json().path("Processes").size() == 2);
        JsonNode top = api.get("/containers/busy/top?ps_args=" + Api.encode("-eo pid,args")).json();
        assertEquals("[\"PID\",\"COMMAND\"]", top.path("Titles").toString());
        assertTrue(top.path("Processes").toString().contains("sleep 91"), top::toString);
        Reply noPid = api.get("/containers/busy/top?ps_args=" + Api.encode("-eo args"));
        assertEquals(400, noPid.status(), noPid::toString);
        assertEquals("Couldn't find PID field in ps output", noPid.message());
        api.create("idle", Api.config("true"));
        assertEquals(409, api.get("/containers/idle/top").status());
    }

    @Test
    void statsCountWhatIsUsed() {
        api.run("busy", "sh", "-c", "head -c 8000000 /dev/zero >/dev/shm/x; while :; do :; done");
        Eventually.pause(200);
        JsonNode first = api.get("/containers/busy/stats?stream=false").json();
        assertTrue(first.path("memory_stats").path("usage").asLong() > 8_000_000, first::toString);
        long used = first.path("cpu_stats").path("cpu_usage").path("total_usage").asLong()
                - first.path("precpu_stats").path("cpu_usage").path("total_usage").asLong();
        assertTrue(used > 50_000_000, "a loop of a second used " + used + " ns");
        assertTrue(first.path("pids_stats").path("current").asInt() >= 1, first::toString);
        assertEquals("/busy", first.path("name").asText());
        JsonNode single = api.get("/containers/busy/stats?stream=false&one-shot=true").json();
        assertEquals(0, single.path("precpu_stats").path("cpu_usage").path("total_usage").asLong());
        api.create("idle", Api.config("true"));
        JsonNode idle = api.get("/containers/idle/stats?stream=false").json();
        assertEquals(0, idle.path("cpu_stats").path("cpu_usage").path("total_usage").asLong());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void stockClientsShowThem(Cli cli) {
        api.run("busy", "sleep", "100");
        Command.Result stats = cli.run(daemon, "stats", "--no-stream", "--format", "{{.Name}} {{.PIDs}}", "busy");
        assertEquals("busy 1\n", stats.out(), stats::toString);
        Command.Result top = cli.run(daemon, "top", "busy");
        assertTrue(top.out().contains("sleep 100"), top::toString);
        assertEquals(0, cli.run(daemon, "pause", "busy").code());
        assertTrue(cli.run(daemon, "ps", "--format", "{{.Status}}").out().contains("(Paused)"));
        assertEquals(0, cli.run(daemon, "unpause", "busy").code());
        assertEquals(0, cli.run(daemon, "rename", "busy", "idle").code());
        assertEquals(0, cli.run(daemon, "update", "--memory", "64m", "--memory-swap", "-1", "idle").code());
        assertEquals("67108864\n", cli.run(daemon, "inspect", "-f", "{{.HostConfig.Memory}}", "idle").out());
        assertEquals("[]\n", cli.run(daemon, "inspect", "-f", "{{.Mounts}}", "idle").out());
    }

    @Test
    void sizesAreThoseOfTheWritableLayer() {
        api.run("writes", "sh", "-c", "head -c 100000 /dev/zero >/a; ln /a /b");
        api.await("writes");
        assertEquals(100_000, api.get("/containers/writes/json?size=1").json().path("SizeRw").asLong());
        JsonNode row = api.get("/containers/json?all=1&size=1").json().path(0);
        assertEquals(100_000, row.path("SizeRw").asLong());
        assertTrue(row.path("SizeRootFs").asLong() > 100_000, row::toString);
        assertTrue(api.inspect("writes").path("SizeRw").isMissingNode());
    }

    @Test
    void pruneRemovesWhatDoesNotRun() {
        api.run("runs", "sleep", "100");
        api.run("ended", "sh", "-c", "head -c 5000 /dev/zero >/a");
        api.await("ended");
        api.create("fresh", Api.config("true").set("Labels", Reply.parse("{\"keep\":\"1\"}")));
        Reply labelled = api.post("/containers/prune?filters=" + Api.encode("{\"label!\":[\"keep\"]}"));
        assertEquals(1, labelled.json().path("ContainersDeleted").size(), labelled::toString);
        assertEquals(5000, labelled.json().path("SpaceReclaimed").asLong());
        Reply old = api.post("/containers/prune?filters=" + Api.encode("{\"until\":[\"1h\"]}"));
        assertEquals(0, old.json().path("ContainersDeleted").size(), old::toString);
        assertEquals(1, api.post("/containers/prune").json().path("ContainersDeleted").size());
        assertEquals("running", api.status("runs"));
        assertEquals(400, api.post("/containers/prune?filters=" + Api.encode("{\"bogus\":[\"1\"]}")).status());
    }
}
