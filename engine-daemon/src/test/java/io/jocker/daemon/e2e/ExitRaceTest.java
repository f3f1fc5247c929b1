package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Calls that come just when a container ends by itself. */
class ExitRaceTest extends DaemonTest {
    private static final int ROUNDS = 36;

    /** Runs containers that end after about 40 ms, and calls at moments around that. */
    private void race(Set<Integer> allowed, Function<String, Reply> call) {
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < 3; lane++) {
            int number = lane;
            lanes.add(CompletableFuture.runAsync(() -> {
                for (int round = number; round < ROUNDS; round += 3) {
                    String id = api.run("race" + round, "usleep", "40000");
                    Eventually.pause(20 + round / 2);
                    Reply reply = call.apply(id);
                    assertTrue(allowed.contains(reply.status()), reply::toString);
                }
            }, task -> new Thread(task, "lane").start()));
        }
        lanes.forEach(CompletableFuture::join);
    }

    @Test
    void removeByForceAlwaysRemoves() {
        race(Set.of(204), id -> api.delete("/containers/" + id + "?force=1"));
        assertEquals(0, api.list("{}").size());
    }

    @Test
    void stopNeverFails() {
        race(Set.of(204, 304), id -> api.post("/containers/" + id + "/stop?t=1"));
    }

    @Test
    void killSucceedsOrConflicts() {
        race(Set.of(204, 409), id -> api.post("/containers/" + id + "/kill"));
    }

    @Test
    void restartAlwaysStarts() {
        race(Set.of(204), id -> api.post("/containers/" + id + "/restart?t=1"));
    }

    @Test
    void attachSucceedsOrConflicts() {
        race(Set.of(200, 409), id -> api.post("/containers/" + id + "/attach?stdout=1&logs=1"));
        api.removeAll();
        race(Set.of(200, 400, 409), id -> api.post("/containers/" + id + "/resize?h=10&w=10"));
    }
}
