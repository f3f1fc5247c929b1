package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docker logs} with stock clients. */
class CliLogsTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    @BeforeAll
    static void clis() {
        needCli();
    }

    private Command.Result logs(Cli cli, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "logs";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Command.Result result = cli.run(daemon, words);
        assertEquals(0, result.code(), result::toString);
        return result;
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void streamsTailAndTimes(Cli cli) {
        api.run("talker", "sh", "-c", "echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three; printf four");
        api.await("talker");
        assertEquals("one\nthree\nfour", logs(cli, "talker").out());
        assertEquals("two\n", logs(cli, "talker").err());
        Command.Result tail = logs(cli, "--tail", "2", "talker");
        assertEquals("three\nfour", tail.out(), tail::toString);
        assertEquals("", tail.err(), tail::toString);
        assertEquals("", logs(cli, "--tail", "0", "talker").out());
        String[] stamped = logs(cli, "-t", "talker").out().split("\n");
        assertTrue(stamped[0].matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z one"), stamped[0]);
        assertEquals("", logs(cli, "--since", Instant.now().plusSeconds(60).toString(), "talker").out());
        assertEquals("one\nthree\nfour", logs(cli, "--since", "10m", "talker").out());
        assertEquals("", logs(cli, "--until", "10m", "talker").out());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void followEndsWithTheContainer(Cli cli) {
        api.run("slow", "sh", "-c", "for i in 1 2 3 4 5; do echo $i; sleep 0.1; done");
        assertEquals("1\n2\n3\n4\n5\n", logs(cli, "-f", "slow").out());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void followAcrossRotationLosesNothing(Cli cli) {
        Command.Result run = cli.run(daemon, "run", "-d", "--name", "rotated", "--log-opt", "max-size=20k", "--log-opt",
                "max-file=3", "busybox", "sh", "-c",
                "sleep 0.5; i=0; while [ $i -lt 1000 ]; do echo number $i; i=$((i+1)); "
                        + "[ $((i % 50)) != 0 ] || sleep 0.06; done");
        assertEquals(0, run.code(), run::toString);
        String followed = logs(cli, "-f", "rotated").out();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            all.append("number ").append(i).append('\n');
        }
        assertEquals(all.toString(), followed);
        long size = Footprint.files(daemon.dataRoot().resolve("containers/" + run.out().strip())).stream()
                .filter(f -> f.contains("-json.log")).count();
        assertEquals(3, size, "three files of the log");
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void longLinesAreJoinedAgainByTheReader(Cli cli) {
        api.run("longline", "sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo; echo end");
        api.await("longline");
        assertEquals("x".repeat(100_000) + "\nend\n", logs(cli, "longline").out());
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void noneKeepsNoLogAndSaysSo(Cli cli) {
        cli.run(daemon, "run", "--name", "silent", "--log-driver", "none", "busybox", "echo", "lost");
        Command.Result result = cli.run(daemon, "logs", "silent");
        assertEquals(1, result.code(), result::toString);
        assertTrue(result.err().contains("configured logging driver does not support reading"), result::toString);
    }
}
