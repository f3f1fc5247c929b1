package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that are executed in running containers. */
class ExecTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    private static ObjectNode command(String... words) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("AttachStdout", true).put("AttachStderr", true);
        for (String word : words) {
            config.withArray("/Cmd").add(word);
        }
        return config;
    }

    @Test
    void outputExitCodeAndReport() {
        api.run("host", "sleep", "100");
        Api.Execution execution = api.exec("host", "sh", "-c", "echo out; echo err >&2; exit 7");
        assertEquals("out\nerr\n", execution.output());
        JsonNode report = execution.report();
        assertEquals(7, report.path("ExitCode").asInt(), report::toString);
        assertFalse(report.path("Running").asBoolean(), report::toString);
        assertEquals("sh", report.path("ProcessConfig").path("entrypoint").asText(), report::toString);
        assertTrue(report.path("Pid").asInt() > 0, report::toString);
    }

    @Test
    void userDirectoryAndEnvironmentAreItsOwn() {
        ObjectNode config = Api.config("sleep", "100").put("User", "1000").put("WorkingDir", "/bin");
        config.withArray("/Env").add("A=container").add("B=container");
        api.run("host", config);
        assertEquals("1000 /bin container container\n",
                api.exec("host", "sh", "-c", "echo $(id -u) $(pwd) $A $B").output());
        ObjectNode own = command("sh", "-c", "echo $(id -u):$(id -g) $(pwd) $A $B").put("User", "7:8")
                .put("WorkingDir", "/tmp");
        own.withArray("/Env").add("B=exec");
        assertEquals("7:8 /tmp container exec\n", api.exec("host", own).output());
    }

    @Test
    void isAsConfinedAsItsContainer() {
        api.run("host", "sleep", "100");
        String words = "grep -E '^(Cap|Seccomp:|NoNewPrivs)' /proc/PID/status; ls /proc/PID/fd | wc -l";
        String init = api.exec("host", "sh", "-c", words.replace("PID", "1")).output();
        String self = api.exec("host", "sh", "-c", words.replace("PID", "self")).output();
        assertEquals(init.replaceAll("\\d+\n$", ""), self.replaceAll("\\d+\n$", ""));
        assertTrue(self.contains("Seccomp:\t2"), self);
        // Of ls itself: three standard streams, and the directory that it reads.
        assertEquals("4", api.exec("host", "sh", "-c", "ls /proc/self/fd | wc -l").output().strip());
        ObjectNode privileged = command("sh", "-c", "grep CapEff /proc/self/status").put("Privileged", true);
        assertFalse(self.contains(api.exec("host", privileged).output().strip()));
    }

    @Test
    void whatCannotBeExecutedIsSaidInTheStreamAndTheCode() {
        api.run("host", "sleep", "100");
        Api.Execution missing = api.exec("host", "nope");
        assertEquals("OCI runtime exec failed: exec failed: unable to start container process: exec: \"nope\": "
                + "executable file not found in $PATH\r\n", missing.output());
        assertEquals(127, missing.exitCode());
        assertEquals(126, api.exec("host", "/etc").exitCode());
        Reply detached = api.post("/containers/host/exec", command("nope").toString());
        Reply start = api.post("/exec/" + detached.json().path("Id").asText() + "/start", "{\"Detach\":true}");
        assertEquals(400, start.status(), start::toString);
    }

    @Test
    void refusals() {
        api.run("host", "sleep", "100");
        api.create("idle", Api.config("true"));
        assertEquals(400, api.post("/containers/host/exec", "{}").status());
        Reply stopped = api.post("/containers/idle/exec", command("true").toString());
        assertEquals(409, stopped.status(), stopped::toString);
        assertTrue(stopped.message().endsWith("is not running"), stopped::toString);
        assertEquals(404, api.post("/containers/nobody/exec", command("true").toString()).status());
        Reply unknown = api.get("/exec/" + "0".repeat(64) + "/json");
        assertEquals(404, unknown.status());
        assertTrue(unknown.message().startsWith("No such exec instance: "), unknown::toString);
        String done = api.exec("host", "true").id();
        assertEquals(409, api.post("/exec/" + done + "/start", "{}").status());
        assertEquals(204, api.post("/containers/host/pause").status());
        Reply paused = api.post("/containers/host/exec", command("true").toString());
        assertEquals(409, paused.status(), paused::toString);
        assertTrue(paused.message().contains("is paused, unpause the container before exec"), paused::toString);
    }

    @Test
    void aDetachedOneRunsOnAndEndsWithItsContainer() {
        api.run("host", "sleep", "100");
        String id = api.post("/containers/host/exec", command("sleep", "50").toString()).json().path("Id").asText();
        assertEquals(200, api.post("/exec/" + id + "/start", "{\"Detach\":true}").status());
        assertTrue(api.get("/exec/" + id + "/json").json().path("Running").asBoolean());
        assertEquals(id, api.inspect("host").path("ExecIDs").path(0).asText());
        int pid = api.get("/exec/" + id + "/json").json().path("Pid").asInt();
        assertEquals(204, api.post("/containers/host/kill").status());
        api.await("host");
        Eventually.holds("the exec is known to have ended",
                () -> !api.get("/exec/" + id + "/json").json().path("Running").asBoolean());
        assertFalse(ProcessHandle.of(pid).isPresent());
        assertEquals(137, api.get("/exec/" + id + "/json").json().path("ExitCode").asInt());
    }

    @Test
    void exitCodesSurviveADaemonThatIsKilled() throws IOException {
        api.run("host", "sleep", "100");
        String id = api.post("/containers/host/exec", command("sh", "-c", "sleep 0.5; exit 42").toString()).json()
                .path("Id").asText();
        assertEquals(200, api.post("/exec/" + id + "/start", "{\"Detach\":true}").status());
        daemon.kill();
        Eventually.pause(1000);
        daemon.launch();
        Eventually.holds("the exit code is known",
                () -> api.get("/exec/" + id + "/json").json().path("ExitCode").asInt() == 42);
    }

    @Test
    void eventsTellOfIt() {
        long since = System.currentTimeMillis() / 1000 - 1;
        api.run("host", "sleep", "100");
        String id = api.exec("host", "sh", "-c", "exit 3").id();
        String events = api.get("/events?since=" + since + "&until=" + (System.currentTimeMillis() / 1000 + 1)
                + "&filters=" + Api.encode("{\"container\":[\"host\"]}")).text();
        assertTrue(events.contains("\"exec_create: sh -c exit 3\""), events);
        assertTrue(events.contains("\"exec_start: sh -c exit 3\""), events);
        assertTrue(events.contains("\"exec_die\"") && events.contains(id), events);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void stockClientsExecute(Cli cli) {
        api.run("host", "sleep", "100");
        Command.Result result = cli.run(daemon, "exec", "-e", "X=1", "-w", "/tmp", "host", "sh", "-c",
                "echo $X $(pwd); exit 9");
        assertEquals(9, result.code(), result::toString);
        assertEquals("1 /tmp\n", result.out());
        Command cat = cli.start(daemon, "exec", "-i", "host", "cat");
        assertEquals("through\n", cat.type("through\n").endInput().await().out());
        assertEquals(127, cli.run(daemon, "exec", "host", "nope").code());
        Command terminal = cli.startWithTerminal(daemon, 31, 97, "exec", "-it", "host", "sh", "-c",
                "sleep 0.3; stty size; tty");
        Command.Result size = terminal.await();
        assertTrue(size.out().contains("31 97"), size::toString);
    }
}
