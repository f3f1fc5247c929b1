package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verbs of stock clients on containers that exist, and on the engine itself. */
class CliVerbsTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";
    private static final String PATIENT = "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.05; done";

    @BeforeAll
    static void clis() {
        needCli();
    }

    private String out(Cli cli, String... arguments) {
        Command.Result result = cli.run(daemon, arguments);
        assertEquals(0, result.code(), result::toString);
        return result.out();
    }

    private void started(String name, String... command) {
        api.run(name, command);
        Eventually.holds(name + " is up", () -> api.logs(name).contains("up"));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void versionAndInfoTellOfThisMachine(Cli cli) {
        assertTrue(out(cli, "version").contains("Server:"));
        String kernel = Command.run("uname", "-r").out().strip();
        assertEquals(kernel, out(cli, "info", "--format", "{{.KernelVersion}}").strip());
        assertEquals(String.valueOf(Runtime.getRuntime().availableProcessors()),
                out(cli, "info", "--format", "{{.NCPU}}").strip());
        assertEquals(daemon.dataRoot().toString(), out(cli, "info", "--format", "{{.DockerRootDir}}").strip());
        Command.Result info = cli.run(daemon, "info");
        assertEquals(0, info.code(), info::toString);
        assertFalse(info.err().contains("ERROR"), info::toString);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void psAndItsFilters(Cli cli) {
        api.run("runs", Api.config("sleep", "60").set("Labels", Reply.parse("{\"k\":\"v\"}")));
        api.run("ended", "sh", "-c", "exit 3");
        api.await("ended");
        api.create("fresh", Api.config("true"));
        assertEquals("runs\n", out(cli, "ps", "--format", "{{.Names}}"));
        assertEquals("fresh\nended\nruns\n", out(cli, "ps", "-a", "--format", "{{.Names}}"));
        assertEquals("ended\n", out(cli, "ps", "-a", "--filter", "exited=3", "--format", "{{.Names}}"));
        assertEquals("fresh\n", out(cli, "ps", "--filter", "status=created", "--format", "{{.Names}}"));
        assertEquals("runs\n", out(cli, "ps", "-a", "--filter", "label=k=v", "--format", "{{.Names}}"));
        assertEquals("", out(cli, "ps", "-a", "--filter", "label=k=other", "--format", "{{.Names}}"));
        assertEquals("ended\n", out(cli, "ps", "-a", "--filter", "name=^end", "--format", "{{.Names}}"));
        assertEquals("fresh\nended\n", out(cli, "ps", "-a", "--filter", "since=runs", "--format", "{{.Names}}"));
        assertEquals("runs\n", out(cli, "ps", "-a", "--filter", "before=ended", "--format", "{{.Names}}"));
        assertEquals("fresh\n", out(cli, "ps", "-n", "1", "--format", "{{.Names}}"));
        assertEquals("fresh\nended\nruns\n", out(cli, "ps", "-a", "--filter", "ancestor=busybox", "--format",
                "{{.Names}}"));
        assertTrue(out(cli, "ps", "-a", "--filter", "name=ended", "--format", "{{.Status}}")
                .startsWith("Exited (3) "));
        assertTrue(out(cli, "ps", "--no-trunc", "-q").matches("[0-9a-f]{64}\n"));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void stopIsGracefulAndThenNot(Cli cli) {
        started("polite", "sh", "-c", PATIENT);
        out(cli, "stop", "polite");
        assertEquals(5, api.inspect("polite").path("State").path("ExitCode").asInt());
        assertEquals("up\nbye\n", api.logs("polite"));
        started("deaf", "sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done");
        long start = System.nanoTime();
        out(cli, "stop", "-t", "1", "deaf");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertEquals(137, api.inspect("deaf").path("State").path("ExitCode").asInt());
        assertTrue(millis >= 950 && millis < 4000, "stop -t 1 took " + millis + " ms");
        assertEquals("deaf\n", out(cli, "stop", "deaf"), "stopping what is stopped is no error");
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void killSendsSignals(Cli cli) {
        started("heard", "sh", "-c", "trap 'echo usr1' USR1; " + PATIENT);
        out(cli, "kill", "-s", "USR1", "heard");
        Eventually.holds("the trap of USR1", () -> api.logs("heard").contains("usr1"));
        assertEquals("running", api.status("heard"));
        out(cli, "kill", "--signal", "15", "heard");
        assertEquals(5, api.await("heard"));
        Command.Result again = cli.run(daemon, "kill", "heard");
        assertEquals(1, again.code(), again::toString);
        assertTrue(again.err().contains("is not running"), again::toString);
        Command.Result invalid = cli.run(daemon, "kill", "-s", "NOSUCH", "heard");
        assertTrue(invalid.code() != 0 && invalid.err().toLowerCase().contains("invalid signal"), invalid::toString);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void restartRunsItAgainOnTheSameFiles(Cli cli) {
        started("again", "sh", "-c", "echo x >>/count; cat /count; " + PATIENT);
        int pid = api.inspect("again").path("State").path("Pid").asInt();
        out(cli, "restart", "again");
        Eventually.holds("the second run", () -> api.logs("again").contains("x\nx\nup"));
        assertNotEquals(pid, api.inspect("again").path("State").path("Pid").asInt());
        out(cli, "stop", "again");
        out(cli, "start", "again");
        Eventually.holds("the third run", () -> api.logs("again").contains("x\nx\nx\nup"));
        api.post("/containers/again/stop");
        Command attached = cli.start(daemon, "start", "-a", "again").endInput().expect("x\nx\nx\nx\nup");
        out(cli, "stop", "again");
        assertEquals(5, attached.await().code());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void rmAndItsForce(Cli cli) {
        started("busy", "sh", "-c", PATIENT);
        Command.Result refused = cli.run(daemon, "rm", "busy");
        assertEquals(1, refused.code(), refused::toString);
        assertTrue(refused.err().contains("container is running"), refused::toString);
        assertEquals("running", api.status("busy"));
        assertEquals("busy\n", out(cli, "rm", "-f", "busy"));
        assertEquals("gone", api.status("busy"));
        Command.Result missing = cli.run(daemon, "rm", "busy");
        assertEquals(1, missing.code(), missing::toString);
        assertTrue(missing.err().contains("No such container: busy"), missing::toString);
        Command.Result taken = cli.run(daemon, "create", "--name", "one", "busybox", "true");
        assertEquals(0, taken.code(), taken::toString);
        Command.Result conflict = cli.run(daemon, "run", "--name", "one", "busybox", "true");
        assertEquals(125, conflict.code(), conflict::toString);
        assertTrue(conflict.err().contains("Conflict. The container name \"/one\" is already in use"),
                conflict::toString);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void inspectFindsByPrefixAndFormats(Cli cli) {
        String id = api.create("seen", Api.config("true"));
        assertEquals(id + "\n", out(cli, "inspect", "--format", "{{.Id}}", id.substring(0, 10)));
        assertEquals("created\n", out(cli, "inspect", "--format", "{{.State.Status}}", "seen"));
        assertTrue(out(cli, "inspect", "seen").contains("\"Image\": \"busybox\""));
        Command.Result missing = cli.run(daemon, "inspect", "nothing-here");
        assertEquals(1, missing.code(), missing::toString);
    }
}
