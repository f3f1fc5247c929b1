package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's own client against a real daemon: what no other client does, and what needs a real answer. */
class OwnCliTest extends DaemonTest {
    private static final Path CLIENT = DaemonProcess.CHECKOUT.resolve("engine-cli/target");

    @TempDir
    Path folder;

    @BeforeAll
    static void client() {
        need(Files.exists(CLIENT.resolve("lib")), "the client was not built with the daemon");
    }

    private Command start(String... arguments) {
        String classes = String.join(":", CLIENT.resolve("classes").toString(), CLIENT.resolve("lib") + "/*",
                DaemonProcess.CHECKOUT.resolve("engine-core/target/classes").toString());
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classes, "io.jocker.cli.Main", "-H", "unix://" + daemon.socket()));
        words.addAll(List.of(arguments));
        return Command.start(Map.of("DOCKER_CONFIG", folder.resolve("none").toString()), words);
    }

    private Command.Result run(String... arguments) {
        return start(arguments).endInput().await();
    }

    private String out(String... arguments) {
        Command.Result result = run(arguments);
        assertEquals(0, result.code(), result::toString);
        return result.out();
    }

    @Test
    void execTellsItsCodes() {
        api.run("cc", "sleep", "60");
        assertEquals("hi\n", out("exec", "cc", "echo", "hi"));
        assertEquals(7, run("exec", "cc", "sh", "-c", "exit 7").code());
        assertEquals(127, run("exec", "cc", "no-such-program").code());
        assertEquals(126, run("exec", "cc", "/etc").code());
        assertEquals(1, run("exec", "no-such-container", "true").code());
        assertEquals("in", start("exec", "-i", "cc", "cat").type("in").endInput().await().out());
    }

    @Test
    void copiesGoInAndComeBack() throws IOException {
        api.run("cc", "sleep", "60");
        Path tree = Files.createDirectories(folder.resolve("tree/sub"));
        Files.write(tree.resolve("large"), new byte[3_000_000]);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("large"));
        out("cp", folder.resolve("tree").toString(), "cc:/new");
        assertEquals("3000000\n", out("exec", "cc", "stat", "-c", "%s", "/new/sub/large"));
        out("cp", "cc:/new/.", folder.resolve("back").toString());
        assertEquals(3_000_000, Files.size(folder.resolve("back/sub/large")));
        assertEquals(Path.of("large"), Files.readSymbolicLink(folder.resolve("back/sub/link")));
        Command.Result missing = run("cp", "cc:/nope", folder.toString());
        assertEquals(1, missing.code());
        assertTrue(missing.err().contains("Could not find the file /nope in container cc"), missing::toString);
    }

    @Test
    void aLineMakesTheSameContainerAgain() {
        out("create", "--name", "one", "-e", "A=it's", "-m", "64m", "--cap-drop", "KILL", "--tmpfs", "/t:size=1m", "-w",
                "/tmp", "--health-cmd", "true", "--stop-timeout", "3", "busybox", "sh", "-c", "echo \"a b\"");
        String line = out("inspect", "--run", "one").strip();
        assertTrue(line.startsWith("jocker run "), line);
        String again = line.replaceFirst("jocker run", "create").replace("--name one", "--name two")
                .replace("--detach ", "");
        List<String> words = new ArrayList<>();
        for (String word : Command.run("sh", "-c", "printf '%s\\n' " + again).out().split("\n")) {
            words.add(word);
        }
        out(words.toArray(String[]::new));
        assertEquals(line.replace("--name one", "--name two"), out("inspect", "--run", "two").strip());
    }

    @Test
    void waitsForHealthAndTellsWhy() {
        out("run", "-d", "--name", "cc", "--health-cmd", "test -e /ready", "--health-interval", "100ms", "busybox",
                "sh", "-c", "sleep 1; touch /ready; echo up; exec sleep 60");
        assertEquals("healthy\n", out("wait", "--condition", "healthy", "cc"));
        out("kill", "cc");
        api.await("cc");
        String why = out("why", "cc");
        assertTrue(why.contains("with exit code 137 (SIGKILL)"), why);
        assertTrue(why.contains("The engine was asked to send it SIGKILL"), why);
        assertTrue(why.contains("Its health was last seen as "), why);
        assertTrue(why.endsWith("The last it logged:\n  up\n"), why);
    }

    @Test
    void logsOfSeveralAndAPreviewOfTheirRemoval() {
        out("run", "--name", "aa", "busybox", "echo", "first");
        out("run", "--name", "bb", "-v", "/data", "busybox", "echo", "second");
        assertEquals("aa | first\nbb | second\n", out("logs", "aa", "bb"));
        String preview = out("rm", "--dry-run", "-v", "bb");
        assertTrue(preview.matches("would remove container bb \\([0-9a-f]{12}, exited\\)\n"
                + "would remove volume [0-9a-f]{64} \\(/data\\)\n"), preview);
        assertEquals("exited", api.status("bb"));
    }
}
