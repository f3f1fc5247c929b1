package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Health checks of real containers. */
class HealthTest extends DaemonTest {
    private static final long MILLI = 1_000_000;

    private static ObjectNode checked(String probe, long timeoutMillis, int retries) {
        ObjectNode config = Api.config("sleep", "100");
        ObjectNode health = config.withObject("/Healthcheck").put("Interval", 100 * MILLI)
                .put("Timeout", timeoutMillis * MILLI).put("Retries", retries);
        health.withArray("/Test").add("CMD-SHELL").add(probe);
        return config;
    }

    private JsonNode health(String name) {
        return api.inspect(name).path("State").path("Health");
    }

    private void becomes(String name, String status) {
        Eventually.holds(name + " becomes " + status, () -> health(name).path("Status").asText().equals(status));
    }

    @Test
    void theVerdictFollowsTheProbes() {
        api.run("checked", checked("echo looking; test -e /ok", 2000, 2));
        becomes("checked", "unhealthy");
        assertTrue(health("checked").path("FailingStreak").asInt() >= 2);
        assertEquals("looking\n", health("checked").path("Log").path(0).path("Output").asText());
        assertEquals(1, health("checked").path("Log").path(0).path("ExitCode").asInt());
        assertEquals(1, api.list("{\"health\":[\"unhealthy\"]}").size());
        api.exec("checked", "touch", "/ok");
        becomes("checked", "healthy");
        assertEquals(0, health("checked").path("FailingStreak").asInt());
        assertTrue(api.list("{\"health\":[\"healthy\"]}").path(0).path("Status").asText().endsWith("(healthy)"));
        Eventually.holds("at most five probes are kept", () -> health("checked").path("Log").size() == 5);
    }

    @Test
    void aProbeThatTakesTooLongIsKilled() {
        api.run("slow", checked("echo begun; exec sleep 77", 200, 1));
        becomes("slow", "unhealthy");
        JsonNode probe = health("slow").path("Log").path(0);
        assertEquals(-1, probe.path("ExitCode").asInt());
        assertEquals("Health check exceeded timeout (200ms): begun\n", probe.path("Output").asText());
        Eventually.holds("no more than one probe is left", () -> api.exec("slow", "sh", "-c",
                "ps | grep -c '[s]leep 77'").output().strip().matches("[01]"));
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        ObjectNode config = checked("false", 2000, 1);
        config.withObject("/Healthcheck").put("StartPeriod", 60_000 * MILLI).put("StartInterval", 50 * MILLI);
        api.run("starts", config);
        Eventually.holds("several probes", () -> health("starts").path("Log").size() >= 3);
        assertEquals("starting", health("starts").path("Status").asText());
        assertEquals(0, health("starts").path("FailingStreak").asInt());
    }

    @Test
    void goesOnUnderTheNextDaemonAndBeginsAnewWithEachStart() throws IOException {
        api.run("kept", checked("true", 2000, 1));
        becomes("kept", "healthy");
        daemon.kill();
        daemon.launch();
        assertEquals("healthy", health("kept").path("Status").asText());
        String last = health("kept").path("Log").toString();
        Eventually.holds("the new daemon probes", () -> !health("kept").path("Log").toString().equals(last));
        api.post("/containers/kept/stop?t=0");
        ObjectNode slow = checked("true", 2000, 1);
        slow.withObject("/Healthcheck").put("Interval", 60_000 * MILLI);
        api.run("fresh", slow);
        assertEquals("starting", health("fresh").path("Status").asText());
    }

    @Test
    void badChecksAreRefused() {
        for (String health : new String[] {"{\"Test\":[\"MAYBE\",\"x\"]}", "{\"Test\":[\"CMD\"]}",
            "{\"Test\":[\"CMD\",\"x\"],\"Interval\":5}", "{\"Test\":[\"CMD\",\"x\"],\"Retries\":-1}"}) {
            Reply reply = api.post("/containers/create", "{\"Image\":\"busybox\",\"Healthcheck\":" + health + "}");
            assertEquals(400, reply.status(), reply::toString);
        }
    }

    @Test
    void noneTurnsTheCheckOff() {
        ObjectNode config = Api.config("sleep", "100");
        config.withObject("/Healthcheck").withArray("/Test").add("NONE");
        api.run("off", config);
        assertTrue(health("off").isMissingNode());
    }
}
