package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** A new daemon takes over a hundred containers that run, each with its process, streams and exit code. */
class AdoptionTest extends DaemonTest {
    private static final int CONTAINERS = 100;
    private static final int LANES = 8;

    private static void each(IntConsumer work) {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < CONTAINERS; i++) {
                int number = i;
                all.add(CompletableFuture.runAsync(() -> work.accept(number), lanes));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            lanes.shutdown();
        }
    }

    private Map<String, Integer> pids() {
        Map<String, Integer> pids = new TreeMap<>();
        for (JsonNode container : api.list("{\"status\":[\"running\"]}")) {
            String id = container.path("Id").asText();
            pids.put(id, api.inspect(id).path("State").path("Pid").asInt());
        }
        return pids;
    }

    @Test
    void aHundredContainersAreAdopted() throws IOException {
        each(i -> api.run("adopted" + i, "sh", "-c", "trap 'echo bye; exit " + i + "' TERM; echo up; "
                + "while true; do sleep 0.1; done"));
        Map<String, Integer> before = pids();
        assertEquals(CONTAINERS, before.size());
        Eventually.holds("all are up", () -> before.keySet().stream().allMatch(id -> api.logs(id).equals("up\n")));
        daemon.kill();
        daemon.launch();
        assertEquals(before, pids());
        each(i -> {
            assertEquals(204, api.post("/containers/adopted" + i + "/stop").status());
            assertEquals(i, api.inspect("adopted" + i).path("State").path("ExitCode").asInt());
            assertEquals("up\nbye\n", api.logs("adopted" + i));
            assertEquals(204, api.delete("/containers/adopted" + i).status());
        });
    }
}
