package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Shims that are killed or stopped from outside. */
class ShimFailureTest extends DaemonTest {
    private static final long BOUND_MILLIS = 3500;

    private static long shimOf(String id) {
        return Footprint.processes(id).stream().filter(p -> p.contains(" shim "))
                .map(p -> Long.parseLong(p.substring(0, p.indexOf(' ')))).findFirst().orElseThrow();
    }

    private static long millisOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void aKilledShimEndsItsContainer() {
        String id = api.run("orphan", "sh", "-c", "echo up; sleep 100");
        Eventually.holds("up", () -> api.logs(id).equals("up\n"));
        int pid = api.inspect(id).path("State").path("Pid").asInt();
        Command.run("kill", "-9", String.valueOf(shimOf(id)));
        assertEquals(137, api.await(id));
        assertEquals("exited", api.status(id));
        Eventually.holds("its process is gone", () -> Footprint.state(pid).isEmpty());
        assertEquals("up\n", api.logs(id));
        Eventually.holds("its control groups are gone", () -> Footprint.cgroups(daemon.tag()).stream()
                .noneMatch(g -> g.contains(id)), () -> Footprint.cgroups(daemon.tag()).toString());
        assertEquals(204, api.post("/containers/orphan/start").status());
        assertEquals("running", api.status(id));
    }

    @Test
    void aShimKilledWhileNoDaemonRuns() throws IOException {
        String id = api.run("orphan2", "sleep", "100");
        int pid = api.inspect(id).path("State").path("Pid").asInt();
        daemon.kill();
        Command.run("kill", "-9", String.valueOf(shimOf(id)));
        daemon.launch();
        assertEquals("exited", api.status(id));
        assertEquals(137, api.inspect(id).path("State").path("ExitCode").asInt());
        Eventually.holds("its process is gone", () -> Footprint.state(pid).isEmpty());
        assertEquals(204, api.delete("/containers/orphan2").status());
    }

    @Test
    void aStoppedShimBlocksNobody() {
        String id = api.run("frozen", "sh", "-c", "echo up; sleep 100");
        Eventually.holds("up", () -> api.logs(id).equals("up\n"));
        long shim = shimOf(id);
        Command.run("kill", "-STOP", String.valueOf(shim));
        try {
            List<CompletableFuture<Long>> calls = new ArrayList<>();
            for (String call : List.of("kill?signal=USR1", "resize?h=1&w=1", "kill?signal=USR2",
                    "attach?stream=1&stdout=1", "stop?t=0")) {
                calls.add(CompletableFuture.supplyAsync(() -> millisOf(() -> {
                    Reply reply = api.post("/containers/frozen/" + call);
                    assertTrue(reply.status() >= 500, () -> call + ": " + reply);
                }), task -> new Thread(task, "caller").start()));
            }
            Eventually.pause(100);
            assertTrue(millisOf(() -> api.list("{}")) < 500, "ps waits");
            assertTrue(millisOf(() -> api.inspect("frozen")) < 500, "inspect waits");
            assertTrue(millisOf(() -> api.logs("frozen")) < 500, "logs waits");
            assertTrue(millisOf(() -> api.run("other", "true")) < 2000, "another container waits");
            for (CompletableFuture<Long> call : calls) {
                long millis = call.join();
                assertTrue(millis < BOUND_MILLIS, "a call waited for " + millis + " ms");
            }
            long millis = millisOf(() -> assertEquals(204, api.delete("/containers/frozen?force=1").status()));
            assertTrue(millis < BOUND_MILLIS, "rm -f waited for " + millis + " ms");
            assertEquals(404, api.get("/containers/frozen/json").status());
        } finally {
            Command.run("kill", "-CONT", String.valueOf(shim));
        }
    }

    @Test
    void aStoppedShimIsNotTakenForADeadOne() throws IOException {
        String id = api.run("paused", "sh", "-c", "sleep 3; exit 21");
        int pid = api.inspect(id).path("State").path("Pid").asInt();
        long shim = shimOf(id);
        daemon.kill();
        Command.run("kill", "-STOP", String.valueOf(shim));
        try {
            long millis = millisOf(() -> {
                try {
                    daemon.launch();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(millis < 1900, "the start waited for the shim: " + millis + " ms");
            long call = millisOf(() -> assertEquals(503, api.post("/containers/paused/kill?signal=USR1").status()));
            assertTrue(call < BOUND_MILLIS, "a call waited for " + call + " ms");
            assertEquals("running", api.status(id));
            assertFalse(Footprint.state(pid).isEmpty(), "its process must run on");
        } finally {
            Command.run("kill", "-CONT", String.valueOf(shim));
        }
        assertEquals(21, api.await(id));
    }
}
