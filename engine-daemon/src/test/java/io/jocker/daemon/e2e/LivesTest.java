package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Restart policies, pause, update, rename: what happens to a container over its lives. */
class LivesTest extends DaemonTest {
    private static ObjectNode restarting(String policy, int most, String... command) {
        ObjectNode config = Api.config(command);
        config.withObject("/HostConfig/RestartPolicy").put("Name", policy).put("MaximumRetryCount", most);
        return config;
    }

    private JsonNode state(String name) {
        return api.inspect(name).path("State");
    }

    private int restarts(String name) {
        return api.inspect(name).path("RestartCount").asInt();
    }

    @Test
    void onFailureRestartsSoOften() {
        api.run("fails", restarting("on-failure", 2, "sh", "-c", "exit 3"));
        Eventually.holds("it gives up", () -> api.status("fails").equals("exited"));
        assertEquals(2, restarts("fails"));
        assertEquals(3, state("fails").path("ExitCode").asInt());
        api.run("succeeds", restarting("on-failure", 2, "true"));
        Eventually.holds("it ends", () -> api.status("succeeds").equals("exited"));
        assertEquals(0, restarts("succeeds"));
    }

    @Test
    void alwaysRestartsUntilStopped() {
        api.run("again", restarting("always", 0, "sh", "-c", "sleep 0.05"));
        Eventually.holds("the third life", () -> restarts("again") >= 2);
        assertEquals(204, api.post("/containers/again/stop?t=1").status());
        assertEquals("exited", api.status("again"));
        int count = restarts("again");
        Eventually.pause(1500);
        assertEquals("exited", api.status("again"));
        assertEquals(count, restarts("again"));
        assertEquals(204, api.post("/containers/again/start").status());
        assertTrue(restarts("again") <= 1, "a start by hand counts anew");
    }

    @Test
    void oneThatWaitsCanBeRemovedByForceOnly() {
        api.run("waits", restarting("always", 0, "sh", "-c", "exit 1"));
        Eventually.holds("a longer pause", () -> restarts("waits") >= 3 && api.status("waits").equals("restarting"));
        assertTrue(state("waits").path("Running").asBoolean() && state("waits").path("Restarting").asBoolean());
        Reply refused = api.delete("/containers/waits");
        assertEquals(409, refused.status(), refused::toString);
        assertEquals(204, api.delete("/containers/waits?force=1").status());
        assertEquals("gone", api.status("waits"));
    }

    @Test
    void policiesGoOnUnderTheNextDaemon() throws IOException {
        api.run("policy", restarting("always", 0, "sh", "-c", "sleep 0.4; exit 5"));
        api.run("stopped", restarting("unless-stopped", 0, "sleep", "100"));
        assertEquals(204, api.post("/containers/stopped/stop?t=0").status());
        daemon.kill();
        Eventually.pause(700);
        daemon.launch();
        int before = restarts("policy");
        Eventually.holds("it lives again", () -> restarts("policy") > before);
        assertEquals("exited", api.status("stopped"));
    }

    @Test
    void aProgramThatIsNotThereIsNotTriedAgain() {
        String id = api.create("none", restarting("always", 0, "nope"));
        assertEquals(400, api.post("/containers/" + id + "/start").status());
        assertEquals("created", api.status(id));
        assertEquals(127, state(id).path("ExitCode").asInt());
    }

    @Test
    void theEndOfTheMachineIsNotTheEndOfTheService() throws IOException {
        daemon.stop();
        daemon.launchInMachine("running");
        api.run("polite", restarting("no", 0, "sh", "-c", "trap 'exit 5' TERM; echo up; while :; do sleep 0.05; done"));
        api.run("policy", restarting("always", 0, "sh", "-c", "trap exit TERM; echo up; while :; do sleep 0.05; done"));
        Eventually.holds("both are up", () -> (api.logs("polite") + api.logs("policy")).equals("up\nup\n"));
        int pid = state("policy").path("Pid").asInt();
        daemon.stop();
        assertTrue(ProcessHandle.of(pid).isPresent(), "a service that stops takes nothing with it");
        daemon.launchInMachine("stopping");
        daemon.stop();
        assertTrue(ProcessHandle.of(pid).isEmpty(), "a machine that stops does");
        daemon.launch();
        assertEquals("exited", api.status("polite"));
        assertEquals(5, state("polite").path("ExitCode").asInt());
        Eventually.holds("the policy is applied", () -> api.status("policy").equals("running"));
    }

    @Test
    void badPoliciesAreRefused() {
        for (String policy : new String[] {"{\"Name\":\"sometimes\"}",
            "{\"Name\":\"always\",\"MaximumRetryCount\":3}", "{\"Name\":\"on-failure\",\"MaximumRetryCount\":-1}"}) {
            Reply reply = api.post("/containers/create", "{\"Image\":\"busybox\",\"HostConfig\":{\"RestartPolicy\":"
                    + policy + "}}");
            assertEquals(400, reply.status(), reply::toString);
            assertTrue(reply.message().startsWith("invalid restart policy"), reply::toString);
        }
        Reply both = api.post("/containers/create", "{\"Image\":\"busybox\",\"HostConfig\":{\"AutoRemove\":true,"
                + "\"RestartPolicy\":{\"Name\":\"always\"}}}");
        assertEquals(400, both.status(), both::toString);
        assertEquals("can't create 'AutoRemove' container with restart policy", both.message());
    }

    @Test
    void pauseStopsTheClockOfAContainer() throws IOException {
        api.run("ticks", "sh", "-c", "i=0; while :; do echo $i; i=$((i+1)); sleep 0.02; done");
        Eventually.holds("it ticks", () -> api.logs("ticks").lines().count() > 2);
        assertEquals(204, api.post("/containers/ticks/pause").status());
        assertTrue(state("ticks").path("Paused").asBoolean() && state("ticks").path("Running").asBoolean());
        assertEquals(409, api.post("/containers/ticks/pause").status());
        assertEquals(409, api.post("/containers/ticks/start").status());
        Eventually.pause(100);
        String log = api.logs("ticks");
        Eventually.pause(200);
        assertEquals(log, api.logs("ticks"));
        daemon.kill();
        daemon.launch();
        assertEquals("paused", api.status("ticks"));
        assertEquals(204, api.post("/containers/ticks/unpause").status());
        Eventually.holds("it ticks again", () -> api.logs("ticks").length() > log.length());
        assertEquals(409, api.post("/containers/ticks/unpause").status());
        assertEquals(204, api.post("/containers/ticks/pause").status());
        assertEquals(204, api.post("/containers/ticks/stop?t=5").status(), "a paused one can be stopped");
    }

    @Test
    void updateChangesLimitsLive() {
        api.run("limited", "sleep", "100");
        Reply reply = api.post("/containers/limited/update", "{\"Memory\":67108864,\"MemorySwap\":-1,\"PidsLimit\":50,"
                + "\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":4}}");
        assertEquals(200, reply.status(), reply::toString);
        JsonNode host = api.inspect("limited").path("HostConfig");
        assertEquals(67108864, host.path("Memory").asLong());
        assertEquals(4, host.path("RestartPolicy").path("MaximumRetryCount").asInt());
        String seen = api.exec("limited", "sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes "
                + "/sys/fs/cgroup/memory.max 2>/dev/null; cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max "
                + "2>/dev/null").output();
        assertEquals("67108864\n50\n", seen);
        Reply refused = api.post("/containers/limited/update", "{\"Memory\":1000}");
        assertEquals(400, refused.status(), refused::toString);
        assertEquals(67108864, api.inspect("limited").path("HostConfig").path("Memory").asLong());
    }

    @Test
    void renameIsSeenAtOnceAndLasts() throws IOException {
        api.run("before", "sleep", "100");
        api.create("other", Api.config("true"));
        assertEquals(409, api.post("/containers/before/rename?name=other").status());
        assertEquals(400, api.post("/containers/before/rename?name=../x").status());
        assertEquals(400, api.post("/containers/before/rename").status());
        assertEquals(204, api.post("/containers/before/rename?name=after").status());
        assertEquals(404, api.get("/containers/before/json").status());
        daemon.kill();
        daemon.launch();
        assertEquals("/after", api.inspect("after").path("Name").asText());
    }
}
