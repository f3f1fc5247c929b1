package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docker run} with stock clients: streams, exit codes, removal. */
class CliRunTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    @BeforeAll
    static void clis() {
        needCli();
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void inputThatNobodyReadsDoesNotHideTheExitCode(Cli cli) {
        for (int i = 0; i < 10; i++) {
            Command.Result result = Command.run("bash", "-c", "yes | '" + cli + "' -H unix://" + daemon.socket()
                    + " run -i --rm busybox sh -c 'head -n 2; exit 6'");
            assertEquals(6, result.code(), result::toString);
            assertEquals("y\ny\n", result.out());
        }
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void keepsStdoutAndStderrApart(Cli cli) {
        Command.Result result = cli.run(daemon, "run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 7");
        assertEquals(7, result.code(), result::toString);
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
        assertEquals(0, api.list("{}").size(), "--rm must have removed it");
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void tellsWhyAProgramCannotRun(Cli cli) {
        Command.Result missing = cli.run(daemon, "run", "--rm", "busybox", "nope");
        assertEquals(127, missing.code(), missing::toString);
        assertTrue(missing.err().contains("exec: \"nope\": executable file not found in $PATH"), missing::toString);
        Command.Result notExecutable = cli.run(daemon, "run", "--rm", "busybox", "/etc/passwd");
        assertEquals(126, notExecutable.code(), notExecutable::toString);
        assertTrue(notExecutable.err().contains("permission denied"), notExecutable::toString);
        Command.Result noImage = cli.run(daemon, "run", "--rm", "no-such-image", "true");
        assertEquals(125, noImage.code(), noImage::toString);
        Command.Result badOption = cli.run(daemon, "run", "--rm", "--user", "nobody-here", "busybox", "true");
        assertTrue(badOption.code() == 125 || badOption.code() == 126, badOption::toString);
        assertTrue(badOption.err().contains("nobody-here"), badOption::toString);
        assertEquals(0, api.list("{}").size(), "--rm must have removed what could not start");
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void exitCodeOfAKilledContainerIs137(Cli cli) {
        Command run = cli.start(daemon, "run", "--name", "victim", "busybox", "sh", "-c", "echo up; sleep 60");
        run.expect("up");
        assertEquals(0, cli.run(daemon, "kill", "victim").code());
        assertEquals(137, run.await().code());
        assertEquals(137, api.inspect("victim").path("State").path("ExitCode").asInt());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void tenMegabytesThroughCatAreTheSameBytes(Cli cli) {
        byte[] sent = new byte[10 << 20];
        new Random(1).nextBytes(sent);
        Command.Result result = cli.start(daemon, "run", "--rm", "-i", "busybox", "cat").type(sent).await();
        assertEquals(0, result.code(), () -> new String(result.stderr()));
        assertArrayEquals(sent, result.stdout());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void outputLargerThanAllBuffersArrivesWhole(Cli cli) {
        Command.Result result = cli.run(daemon, "run", "--rm", "busybox", "sh", "-c",
                "i=0; while [ $i -lt 200 ]; do head -c 50000 /dev/zero; i=$((i+1)); done; echo end >&2");
        assertEquals(0, result.code());
        assertEquals(200 * 50_000, result.stdout().length);
        assertEquals("end\n", result.err());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void detachedPrintsTheIdAndWaitTheExitCode(Cli cli) {
        Command.Result run = cli.run(daemon, "run", "-d", "--name", "d1", "busybox", "sh", "-c", "sleep 0.3; exit 42");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().matches("[0-9a-f]{64}\n"), run::toString);
        Command.Result wait = cli.run(daemon, "wait", "d1");
        assertEquals("42\n", wait.out(), wait::toString);
        assertEquals(0, cli.run(daemon, "rm", "d1").code());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void signalsToTheClientReachTheContainer(Cli cli) {
        Command run = cli.start(daemon, "run", "--rm", "busybox", "sh", "-c",
                "trap 'echo caught; exit 3' TERM; echo up; while :; do sleep 0.1; done");
        run.expect("up").signal("TERM");
        Command.Result result = run.await();
        assertEquals(3, result.code(), result::toString);
        assertEquals("up\ncaught\n", result.out());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void helloWorldIsThereWithoutARegistry(Cli cli) {
        Command.Result result = cli.run(daemon, "run", "--rm", "hello-world");
        assertEquals(0, result.code(), result::toString);
        assertTrue(result.out().contains("Hello"), result::toString);
    }
}
