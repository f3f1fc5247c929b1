package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terminals, attach and detach with stock clients. */
class CliTerminalTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";
    private static final String DETACH = "\u0010\u0011";

    @BeforeAll
    static void clis() {
        needCli();
        need(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1), which gives a terminal");
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void runsAShellOnATerminal(Cli cli) {
        try (Command run = cli.startWithTerminal(daemon, 37, 101, "run", "--rm", "-it", "busybox", "sh")) {
            run.expect("/ # ");
            run.type("stty size; tty; exit 9\n").expect("/dev/pts/0");
            Command.Result result = run.await();
            assertTrue(result.out().contains("37 101\r\n"), result::toString);
            assertEquals(9, result.code(), result::toString);
        }
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void controlCInterrupts(Cli cli) {
        try (Command run = cli.startWithTerminal(daemon, 24, 80, "run", "--rm", "-it", "busybox", "sh", "-c",
                "trap 'echo caught; exit 4' INT; echo ready; while :; do sleep 0.1; done")) {
            run.expect("ready").type("\u0003");
            Command.Result result = run.await();
            assertTrue(result.out().contains("caught"), result::toString);
            assertEquals(4, result.code(), result::toString);
        }
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void detachesAndAttachesAgain(Cli cli) {
        try (Command run = cli.startWithTerminal(daemon, 24, 80, "run", "-it", "--name", "term", "busybox", "sh")) {
            run.expect("/ # ").type("x=kept\n").expect("x=kept").type(DETACH);
            run.await();
        }
        assertEquals("running", api.status("term"));
        try (Command attach = cli.startWithTerminal(daemon, 30, 90, "attach", "--detach-keys", "ctrl-a,b", "term")) {
            attach.type("echo value=$x\n").expect("value=kept").type("\u0001b");
            attach.await();
        }
        assertEquals("running", api.status("term"));
        try (Command attach = cli.startWithTerminal(daemon, 31, 91, "attach", "term")) {
            attach.type("echo si''ze; stty size\n").expect("31 91").type("exit 6\n");
            assertEquals(6, attach.await().code());
        }
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void attachWithoutATerminalSeesOutputAndGivesInput(Cli cli) {
        Command.Result run = cli.run(daemon, "run", "-d", "-i", "--name", "piped", "busybox", "sh", "-c",
                "while read line; do echo got $line; done; echo end >&2; exit 8");
        assertEquals(0, run.code(), run::toString);
        Command other = cli.start(daemon, "attach", "--no-stdin", "piped");
        Command attach = cli.start(daemon, "attach", "piped");
        Eventually.pause(300);
        attach.type("one\n").expect("got one");
        other.expect("got one");
        attach.type("two\n").expect("got two");
        assertEquals(0, cli.run(daemon, "kill", "-s", "TERM", "piped").code());
        assertEquals(0, cli.run(daemon, "stop", "-t", "0", "piped").code());
        assertEquals("got one\ngot two\n", attach.await().out());
        assertEquals("got one\ngot two\n", other.await().out());
        assertEquals("got one\ngot two\n", api.logs("piped"));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void aVanishedClientDisturbsNobody(Cli cli) {
        Command run = cli.start(daemon, "run", "-i", "--name", "alone", "busybox", "sh", "-c",
                "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; sleep 0.5; exit 2");
        run.expect("line 5");
        run.signal("KILL");
        assertEquals(2, api.await("alone"));
        assertEquals(3000, api.logs("alone").lines().count());
    }
}
