package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** exec, changes of containers, their use of the machine, volumes, and what goes beyond Docker. */
class MoreVerbsTest {
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final String VOLUME = "9".repeat(64);

    @TempDir
    Path folder;
    private FakeEngine engine;
    private CliRun cli;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine().on("POST", 204, "").on("DELETE", 204, "");
        cli = new CliRun(engine.host());
        cli.directory = folder;
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"pause a|POST /containers/a/pause|a", "unpause a|POST /containers/a/unpause|a",
        "container pause a|POST /containers/a/pause|a", "rename a b|POST /containers/a/rename?name=b|",
        "volume rm v|DELETE /volumes/v|v", "volume rm -f v|DELETE /volumes/v?force=1|v"})
    void verbsOfOneRequest(String arguments, String request, String printed) {
        cli.run(arguments.split(" "));
        assertEquals(0, cli.code, cli.err);
        assertEquals(printed == null ? "" : printed + "\n", cli.out);
        assertEquals(List.of(request), engine.lines());
    }

    @ParameterizedTest
    @CsvSource({"0", "7", "126", "127"})
    void execEndsWithTheCodeOfItsProgram(int code) {
        engine.on("GET /containers/c/json", 200, "{}").on("POST /containers/c/exec", 201, "{\"Id\":\"e\"}")
                .onRaw("POST /exec/e/start", UPGRADED + "\1\0\0\0\0\0\0\3out\2\0\0\0\0\0\0\3err")
                .on("GET /exec/e/json", 200, "{\"ExitCode\":" + code + "}");
        cli.run("exec", "-u", "1", "-w", "/x", "-e", "A=b", "--privileged", "c", "sh", "-c", "x");
        assertEquals(code, cli.code);
        assertEquals("out", cli.out);
        assertEquals("err", cli.err);
        assertEquals("{\"User\":\"1\",\"Privileged\":true,\"Tty\":false,\"AttachStdin\":false,\"AttachStdout\":true,"
                + "\"AttachStderr\":true,\"Env\":[\"A=b\"],\"WorkingDir\":\"/x\",\"Cmd\":[\"sh\",\"-c\",\"x\"]}",
                engine.body("POST /containers/c/exec"));
        assertEquals("{\"Detach\":false,\"Tty\":false}", engine.body("POST /exec/e/start"));
    }

    @Test
    void execOnATerminalIsRawAndSized() throws IOException {
        Files.createDirectories(folder.resolve("cfg"));
        Files.writeString(folder.resolve("cfg/config.json"), "{\"detachKeys\":\"ctrl-x\"}");
        cli.environment.put("DOCKER_CONFIG", folder.resolve("cfg").toString());
        cli.tty = true;
        engine.on("GET /containers/c/json", 200, "{}").on("POST /containers/c/exec", 201, "{\"Id\":\"e\"}")
                .onRaw("POST /exec/e/start", UPGRADED + "hi").on("GET /exec/e/json", 200, "{\"ExitCode\":0}");
        cli.run("exec", "-it", "c", "sh");
        assertEquals(0, cli.code, cli.err);
        assertEquals(1, cli.rawEntered);
        assertEquals(1, cli.rawLeft);
        assertTrue(engine.lines().contains("POST /exec/e/resize?h=24&w=80"), engine.lines()::toString);
        assertTrue(engine.body("POST /containers/c/exec").contains("\"DetachKeys\":\"ctrl-x\""));
    }

    @Test
    void updateSendsWhatWasGiven() {
        engine.on("POST /containers/a/update", 200, "{\"Warnings\":[\"careful\"]}");
        cli.run("update", "-m", "64m", "--cpus", "1.5", "--restart", "on-failure:3", "a");
        assertEquals("{\"NanoCpus\":1500000000,\"Memory\":67108864,\"RestartPolicy\":{\"Name\":\"on-failure\","
                + "\"MaximumRetryCount\":3}}", engine.body("POST /containers/a/update"));
        assertEquals("a\n", cli.out);
        assertEquals("careful\n", cli.err);
        assertEquals(1, cli.run("update", "a").code);
        assertEquals("you must provide one or more flags when using this command\n", cli.err);
    }

    @Test
    void pruneAsksFirst() {
        engine.on("POST /containers/prune", 200, "{\"ContainersDeleted\":[\"a\"],\"SpaceReclaimed\":1234567}");
        cli.stdin = "n\n";
        assertEquals(1, cli.run("container", "prune").code);
        assertEquals(List.of(), engine.lines());
        cli.stdin = "y\n";
        cli.run("container", "prune", "--filter", "until=1h");
        assertTrue(cli.out.endsWith("[y/N] Deleted Containers:\na\n\nTotal reclaimed space: 1.235MB\n"), cli.out);
        engine.on("POST /volumes/prune", 200, "{\"VolumesDeleted\":null,\"SpaceReclaimed\":0}");
        assertEquals("Total reclaimed space: 0B\n", cli.run("volume", "prune", "-af").out);
        assertTrue(engine.lines().contains("POST /volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D"));
    }

    @Test
    void statsAreDockersArithmetic() {
        engine.on("GET /containers/a/stats?stream=0", 200, """
                {"id":"%s","name":"/a","pids_stats":{"current":3},"memory_stats":{"usage":3145728,"limit":8388608,
                "stats":{"inactive_file":1048576}},"cpu_stats":{"cpu_usage":{"total_usage":300},
                "system_cpu_usage":3000,"online_cpus":2},
                "precpu_stats":{"cpu_usage":{"total_usage":100},"system_cpu_usage":2000},
                "networks":{"eth0":{"rx_bytes":1500,"tx_bytes":10},"eth1":{"rx_bytes":500,"tx_bytes":0}},
                "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":4096},{"op":"Write","value":7}]}}
                """.formatted("c".repeat(64)));
        cli.run("stats", "--no-stream", "a");
        assertEquals("CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT   MEM %     NET I/O     BLOCK I/O    "
                + "PIDS\ncccccccccccc   a         40.00%    "
                + "2MiB / 8MiB         25.00%    2kB / 10B   4.1kB / 7B   3\n",
                cli.out);
        cli.run("stats", "--no-stream", "--format", "{{.Name}} {{.CPUPerc}}", "a", "gone");
        assertEquals("a 40.00%\n", cli.out);
        assertEquals(1, cli.code);
    }

    @Test
    void logsOfSeveralAreInTheOrderOfTime() {
        engine.on("GET /containers/a/json", 200, "{\"Id\":\"a\",\"Config\":{\"Tty\":false}}")
                .on("GET /containers/long/json", 200, "{\"Id\":\"l\",\"Config\":{\"Tty\":true}}")
                .onRaw("GET /containers/a/logs", "HTTP/1.1 200 OK\r\n\r\n\1\0\0\0\0\0\0\6" + "1 one\n"
                        + "\2\0\0\0\0\0\0\10" + "3 three\n")
                .onRaw("GET /containers/l/logs", "HTTP/1.1 200 OK\r\n\r\n2 two\r\n4 four\r\n");
        cli.run("logs", "a", "long");
        assertEquals("a    | one\nlong | two\nlong | four\n", cli.out);
        assertEquals("a    | three\n", cli.err);
    }

    @Test
    void waitsUntilHealthy() {
        String report = "{\"Id\":\"a\",\"Config\":{\"Healthcheck\":{\"Test\":[\"CMD\",\"x\"]}},\"State\":{\"Status\":"
                + "\"running\",\"Health\":{\"Status\":\"";
        engine.on("GET /containers/a/json", 200, report + "starting\"}}}")
                .on("GET /containers/a/json", 200, report + "starting\"}}}")
                .on("GET /containers/a/json", 200, report + "healthy\"}}}")
                .on("GET /events", 200, "{\"Action\":\"top\"}\n{\"Action\":\"health_status: healthy\"}\n");
        assertEquals(0, cli.run("wait", "--condition", "healthy", "a").code, cli.err);
        assertEquals("healthy\n", cli.out);
        engine.on("GET /containers/b/json", 200, "{\"Id\":\"b\",\"Config\":{},\"State\":{\"Status\":\"running\"}}");
        assertEquals(1, cli.run("wait", "--condition=healthy", "b").code);
        assertEquals("container b has no health check: give it one with --health-cmd\n", cli.err);
        assertEquals(125, cli.run("wait", "--condition=x", "b").code);
    }

    @Test
    void tellsWhatRemovalWouldTake() {
        engine.on("GET /containers/a/json", 200, "{\"Id\":\"" + "a".repeat(64) + "\",\"Name\":\"/a\",\"State\":"
                + "{\"Status\":\"running\"},\"Mounts\":[{\"Type\":\"volume\",\"Name\":\"" + VOLUME
                + "\",\"Destination\":\"/v\"},{\"Type\":\"volume\",\"Name\":\"named\",\"Destination\":\"/n\"}]}")
                .on("GET /volumes/", 200, "{\"Labels\":null}").on("GET /containers/json", 200, "[]");
        assertEquals(1, cli.run("rm", "--dry-run", "a").code);
        assertEquals("would refuse to remove a: it is running; stop it first, or use --force\n", cli.err);
        assertEquals(0, cli.run("rm", "--dry-run", "-fv", "a").code);
        assertEquals("would kill and remove container a (aaaaaaaaaaaa, running)\nwould remove volume " + VOLUME
                + " (/v)\nwould keep volume named (/n): it has a name\n", cli.out);
        assertTrue(engine.lines().stream().noneMatch(l -> l.startsWith("DELETE")));
    }

    @Test
    void printsTheLineThatWouldMakeItAgain() {
        engine.on("GET /containers/a/json", 200, """
                {"Id":"abc","Name":"/a","Image":"sha256:1","Config":{"Hostname":"abc","Image":"busybox",
                "Cmd":["sh","-c","echo 'x'"],"Env":["PATH=/bin","A=b c"],"Labels":{"own":"1","l":"m"},"OpenStdin":true},
                "HostConfig":
                {"Memory":1048576,"MemorySwap":2097152,"NanoCpus":1500000000,"RestartPolicy":{"Name":"on-failure",
                "MaximumRetryCount":2},"Binds":["/a:/b:ro"],"NetworkMode":"bridge","IpcMode":"private",
                "Runtime":"jocker",
                "ShmSize":67108864,"LogConfig":{"Type":"json-file","Config":{}},"CapDrop":["CAP_KILL"],"Mounts":
                [{"Type":"bind","Source":"/x,y","Target":"/z","ReadOnly":true}]}}""")
                .on("GET /images/sha256%3A1/json", 200, "{\"Config\":{\"Env\":[\"PATH=/bin\"],\"Labels\":{\"own\":"
                        + "\"1\"}}}");
        assertEquals("jocker run --detach --interactive --name a --restart on-failure:2 --env 'A=b c' --label l=m "
                + "--volume /a:/b:ro --mount 'type=bind,\"source=/x,y\",target=/z,readonly=true' --memory 1048576 "
                + "--cpus 1.5 --cap-drop CAP_KILL busybox sh -c 'echo '\\''x'\\'''\n",
                cli.run("inspect", "--run", "a").out);
    }

    @Test
    void tellsWhyInSentences() {
        engine.on("GET /containers/a/json", 200, """
                {"Id":"abc","Name":"/a","Config":{},"RestartCount":0,"HostConfig":{"Memory":1048576,"RestartPolicy":
                {"Name":"no"},"LogConfig":{"Type":"json-file"}},"State":{"Status":"exited","ExitCode":137,
                "OOMKilled":true,
                "StartedAt":"2024-01-01T00:00:00Z","FinishedAt":"2024-01-01T00:01:30.5Z"}}""")
                .on("GET /events", 200, "").onRaw("GET /containers/abc/logs", "HTTP/1.1 200 OK\r\n\r\n"
                + "\1\0\0\0\0\0\0\5last\n");
        cli.run("why", "a");
        assertEquals(0, cli.code, cli.err);
        assertTrue(cli.out.matches("a ended \\d+ d ago, after 90 s, with exit code 137 \\(SIGKILL\\)\\.\n"
                + "It ran out of memory: its limit is 1048576 bytes \\(--memory\\)\\.\n"
                + "The last it logged:\n  last\n"), cli.out);
    }

    @Test
    void completesWordsAndNames() {
        engine.on("GET /containers/json", 200, "[{\"Names\":[\"/web\"]},{\"Names\":[\"/db\"]}]")
                .on("GET /images/json", 200, "[{\"RepoTags\":[\"busybox:latest\"]}]");
        assertEquals("unpause\nupdate\n", cli.run("__complete", "u").out);
        assertEquals("pause\nport\nprune\nps\n".replace("ps\n", ""), cli.run("__complete", "container", "p").out);
        assertEquals("web\n", cli.run("__complete", "start", "w").out);
        assertEquals("busybox\nbusybox:latest\n", cli.run("__complete", "run", "--name", "x", "").out);
        assertEquals("--pids-limit\n", cli.run("__complete", "run", "--pids").out);
        assertTrue(cli.run("completion", "bash").out.contains("complete -F _jocker jocker"));
        assertEquals(1, cli.run("completion", "tcsh").code);
    }

    @Test
    void changesAndCommits() {
        engine.on("GET /containers/a/changes", 200, "[{\"Path\":\"/x\",\"Kind\":1},{\"Path\":\"/y\",\"Kind\":2},"
                + "{\"Path\":\"/z\",\"Kind\":0}]").on("POST /commit", 201, "{\"Id\":\"sha256:2\"}");
        assertEquals("A /x\nD /y\nC /z\n", cli.run("diff", "a").out);
        assertEquals("sha256:2\n", cli.run("commit", "-m", "m", "-c", "ENV A=b", "-c", "USER u", "--pause=false", "a",
                "r:5000/i:t").out);
        assertTrue(engine.lines().contains("POST /commit?container=a&repo=r%3A5000%2Fi&tag=t&comment=m&pause=0"
                + "&changes=ENV%20A%3Db&changes=USER%20u"), engine.lines()::toString);
        cli.tty = true;
        assertEquals(1, cli.run("export", "a").code);
        assertEquals("cowardly refusing to save to a terminal. Use the -o flag or redirect\n", cli.err);
    }
}
