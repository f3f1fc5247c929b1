package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The daemon is killed at random moments under a load of runs, execs and logs: no exit code, no byte of output and no
 * state is lost. The system property {@code jocker.chaos} says how often it is killed.
 */
@Timeout(600)
class ChaosTest extends DaemonTest {
    private static final int KILLS = Integer.getInteger("jocker.chaos", 8);
    private static final int LINES = 400;

    private final Random random = new Random();

    private static ObjectNode counting(int code) {
        return Api.config("sh", "-c", "i=0; while [ $i -lt " + LINES + " ]; do echo line $i; i=$((i+1)); "
                + "[ $((i % 40)) != 0 ] || sleep 0.05; done; exit " + code);
    }

    private static String expected() {
        return IntStream.range(0, LINES).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void nothingIsLost() throws IOException {
        String host = api.run("host", "sleep", "1000");
        for (int round = 0; round < KILLS; round++) {
            List<String> runs = new ArrayList<>();
            List<String> execs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(api.run("run-" + round + "-" + i, counting(10 + i)));
                execs.add(detached(20 + i));
            }
            Eventually.pause(random.nextInt(600));
            daemon.kill();
            Eventually.pause(random.nextInt(300));
            daemon.launch();
            for (int i = 0; i < 4; i++) {
                assertEquals(10 + i, api.await(runs.get(i)), "the exit code of a run in round " + round);
                assertEquals(expected(), api.logs(runs.get(i)), "the output of a run in round " + round);
                assertEquals("exited", api.status(runs.get(i)));
                assertEquals(204, api.delete("/containers/" + runs.get(i)).status());
                String exec = execs.get(i);
                Eventually.holds("the exec has ended", () -> !report(exec).path("Running").asBoolean());
                assertEquals(20 + i, report(exec).path("ExitCode").asInt(), "of an exec in round " + round);
            }
            assertEquals("running", api.status(host));
        }
    }

    private JsonNode report(String exec) {
        return api.get("/exec/" + exec + "/json").json();
    }

    private String detached(int code) {
        String id = api.post("/containers/host/exec", "{\"Cmd\":[\"sh\",\"-c\",\"sleep 0." + random.nextInt(10)
                + "; exit " + code + "\"]}").json().path("Id").asText();
        assertEquals(200, api.post("/exec/" + id + "/start", "{\"Detach\":true}").status());
        return id;
    }
}
