package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** {@code run} and {@code create}: what the engine is asked, and what the user gets. */
class RunTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final String EPILOGUE = "\n\nRun 'jocker run --help' for more information\n";

    @TempDir
    Path folder;
    private FakeEngine engine;
    private CliRun cli;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine().on("POST /containers/create", 201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}")
                .onRaw("POST /containers/" + ID + "/attach", UPGRADED)
                .on("POST /containers/" + ID + "/wait", 200, "{\"StatusCode\":0}")
                .on("POST /containers/" + ID + "/start", 204, "");
        cli = new CliRun(engine.host());
        cli.directory = folder;
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    private static String frame(int stream, String text) {
        return (char) stream + "\0\0\0\0\0\0" + (char) text.length() + text;
    }

    private String body() {
        return engine.body("POST /containers/create");
    }

    @Test
    void createsAttachesWaitsAndOnlyThenStarts() {
        cli.run("run", "--rm", "--name", "n", "busybox", "echo", "-x", "--rm");
        assertEquals(0, cli.code, cli.err);
        assertEquals(List.of("POST /containers/create?name=n", "POST /containers/" + ID
                + "/attach?stream=1&stdout=1&stderr=1", "POST /containers/" + ID + "/wait?condition=removed",
                "POST /containers/" + ID + "/start"), engine.lines());
        assertTrue(body().contains("\"Cmd\":[\"echo\",\"-x\",\"--rm\"],\"Image\":\"busybox\""), body());
        assertTrue(body().contains("\"AutoRemove\":true"), body());
        assertTrue(body().contains("\"AttachStdin\":false,\"AttachStdout\":true,\"AttachStderr\":true,\"Tty\":false,"
                + "\"OpenStdin\":false,\"StdinOnce\":false"), body());
    }

    @Test
    void withoutRmItWaitsForTheNextExit() {
        cli.run("run", "busybox");
        assertTrue(engine.lines().contains("POST /containers/" + ID + "/wait?condition=next-exit"));
    }

    @ParameterizedTest
    @CsvSource({"0", "7", "125", "126", "127", "137", "143", "255"})
    void theContainersExitCodeIsTheCommands(int status) throws IOException {
        try (FakeEngine other = new FakeEngine().on("POST /containers/create", 201, "{\"Id\":\"" + ID + "\"}")
                .onRaw("POST /containers/" + ID + "/attach", UPGRADED)
                .on("POST /containers/" + ID + "/wait", 200, "{\"StatusCode\":" + status + "}")
                .on("POST /containers/" + ID + "/start", 204, "")) {
            assertEquals(status, new CliRun(other.host()).run("run", "busybox").code);
        }
    }

    @Test
    void theTwoStreamsStayApart() throws IOException {
        try (FakeEngine other = new FakeEngine().on("POST /containers/create", 201, "{\"Id\":\"" + ID + "\"}")
                .onRaw("POST /containers/" + ID + "/attach", UPGRADED + frame(1, "out\n") + frame(2, "err\n")
                        + frame(1, "more\n"))
                .on("POST /containers/" + ID + "/wait", 200, "{\"StatusCode\":0}")
                .on("POST /containers/" + ID + "/start", 204, "")) {
            CliRun run = new CliRun(other.host()).run("run", "busybox");
            assertEquals("out\nmore\n", run.out);
            assertEquals("err\n", run.err);
        }
    }

    @Test
    void inputIsSentAndThenHalfClosed() throws Exception {
        cli.stdin = "some input\n";
        cli.run("run", "-i", "busybox", "cat");
        assertEquals(0, cli.code, cli.err);
        for (int i = 0; i < 100 && engine.input().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertEquals("some input\n", engine.input());
        assertTrue(body().contains("\"OpenStdin\":true,\"StdinOnce\":true"), body());
    }

    @Test
    void detachedItPrintsTheIdAndAttachesNothing() {
        cli.run("run", "-d", "busybox");
        assertEquals(ID + "\n", cli.out);
        assertEquals(List.of("POST /containers/create", "POST /containers/" + ID + "/start"), engine.lines());
        assertTrue(body().contains("\"AttachStdin\":false,\"AttachStdout\":false"), body());
    }

    @Test
    void shortFlagsMayBeJoinedAndCarryTheirValues() {
        cli.run("run", "-itd", "-eA=B", "-e=C=D", "-u1000", "-w/x", "--tty=true", "busybox");
        assertEquals(0, cli.code, cli.err);
        assertTrue(body().contains("\"Env\":[\"A=B\",\"C=D\"]"), body());
        assertTrue(body().contains("\"User\":\"1000\""), body());
        assertTrue(body().contains("\"WorkingDir\":\"/x\""), body());
        assertTrue(body().contains("\"Tty\":true,\"OpenStdin\":true,\"StdinOnce\":false"), body());
    }

    @Test
    void variablesComeFromFilesFlagsAndTheCaller() throws IOException {
        Files.writeString(folder.resolve("vars"), "# comment\n\nX=1\n  Y=2\nBARE\nABSENT\n");
        cli.environment.put("BARE", "b");
        cli.environment.put("ALSO", "a=b");
        cli.run("run", "-d", "--env-file", "vars", "-e", "Z=3", "-e", "ALSO", "-e", "NOT_THERE", "-e", "EMPTY=",
                "busybox");
        assertTrue(body().contains("\"Env\":[\"X=1\",\"Y=2\",\"BARE=b\",\"Z=3\",\"ALSO=a=b\",\"NOT_THERE\","
                + "\"EMPTY=\"]"), body());
    }

    @Test
    void labelsComeFromFilesAndFlags() throws IOException {
        Files.writeString(folder.resolve("labels"), "from=file\n");
        cli.run("create", "--label-file", "labels", "-l", "a=b=c", "--label", "bare", "busybox");
        assertTrue(body().contains("\"Labels\":{\"from\":\"file\",\"a\":\"b=c\",\"bare\":\"\"}"), body());
        assertEquals(ID + "\n", cli.out);
    }

    @Test
    void limitsAreNumbers() {
        cli.run("create", "-m", "1.5g", "--memory-swap", "-1", "--cpus", "0.5", "--pids-limit", "-1", "--shm-size",
                "64M", "--ulimit", "nofile=10:20", "--network=none", "busybox");
        assertEquals(0, cli.code, cli.err);
        for (String part : List.of("\"Memory\":1610612736", "\"MemorySwap\":-1", "\"NanoCpus\":500000000",
                "\"PidsLimit\":-1", "\"ShmSize\":67108864",
                "\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":10,\"Hard\":20}]", "\"NetworkMode\":\"none\"")) {
            assertTrue(body().contains(part), part + " in " + body());
        }
    }

    @Test
    void theIdIsWrittenToAFileThatMustBeNew() throws IOException {
        cli.run("run", "-d", "--cidfile", "cid", "busybox");
        assertEquals(ID, Files.readString(folder.resolve("cid")));
        cli.run("run", "-d", "--cidfile", "cid", "busybox");
        assertEquals(125, cli.code);
        assertEquals("jocker: container ID file found, make sure the other container isn't running or delete cid"
                + EPILOGUE, cli.err);
    }

    private FakeEngine missing(String pulled) throws IOException {
        return new FakeEngine()
                .on("POST /containers/create", 404, "{\"message\":\"No such image: x:latest\"}")
                .on("POST /containers/create", 201, "{\"Id\":\"" + ID + "\",\"Warnings\":[\"careful\"]}")
                .on("POST /images/create?fromImage=x&tag=latest", 200, pulled)
                .on("POST /containers/" + ID + "/start", 204, "");
    }

    @Test
    void aMissingImageIsPulled() throws IOException {
        try (FakeEngine other = missing("{\"status\":\"Pulling from library/x\",\"id\":\"latest\"}\n"
                + "{\"status\":\"Downloading\",\"id\":\"l\",\"progressDetail\":{\"current\":1,\"total\":2}}\n"
                + "{\"status\":\"Status: Downloaded\"}\n")) {
            CliRun run = new CliRun(other.host()).run("run", "-d", "x");
            assertEquals(0, run.code);
            assertEquals("Unable to find image 'x:latest' locally\nlatest: Pulling from library/x\n"
                    + "Status: Downloaded\nWARNING: careful\n", run.err);
            assertEquals(ID + "\n", run.out);
        }
    }

    @Test
    void aFailedPullIsTheEnginesFailure() throws IOException {
        try (FakeEngine other = missing("{\"errorDetail\":{\"message\":\"denied\"},\"error\":\"denied\"}\n")) {
            CliRun run = new CliRun(other.host()).run("run", "--quiet", "x");
            assertEquals(125, run.code);
            assertEquals("jocker: Error response from daemon: denied" + EPILOGUE, run.err);
        }
    }

    @Test
    void neverPullsIfToldSo() throws IOException {
        try (FakeEngine other = missing("")) {
            CliRun run = new CliRun(other.host()).run("run", "--pull", "never", "x");
            assertEquals(125, run.code);
            assertEquals("jocker: Error response from daemon: No such image: x:latest" + EPILOGUE, run.err);
            assertEquals(List.of("POST /containers/create"), other.lines());
        }
    }

    @Test
    void alwaysPullsFirstIfToldSo() throws IOException {
        try (FakeEngine other = missing("{\"status\":\"up to date\"}")) {
            new CliRun(other.host()).run("create", "--pull=always", "--platform", "linux/amd64", "x");
            assertEquals("POST /images/create?fromImage=x&tag=latest&platform=linux%2Famd64", other.lines().get(0));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"exec: \"nope\": executable file not found in $PATH|127",
        "exec: \"/nope\": stat /nope: no such file or directory|127", "exec: \"/etc\": is a directory|126",
        "exec: \"/etc/passwd\": permission denied|126", "unable to find user nope|125"})
    void aFailedStartSaysWhy(String message, int code) throws IOException {
        try (FakeEngine other = new FakeEngine().on("POST /containers/create", 201, "{\"Id\":\"" + ID + "\"}")
                .onRaw("POST /containers/" + ID + "/attach", UPGRADED)
                .on("POST /containers/" + ID + "/wait", 200, "{\"StatusCode\":0}")
                .on("POST /containers/" + ID + "/start", 400,
                        io.jocker.cli.client.Json.write(java.util.Map.of("message", message)))) {
            CliRun run = new CliRun(other.host()).run("run", "busybox");
            assertEquals(code, run.code);
            assertEquals("jocker: Error response from daemon: " + message + EPILOGUE, run.err);
        }
    }

    @Test
    void signalsGoToTheContainer() {
        engine.on("POST /containers/" + ID + "/kill", 204, "");
        cli.run("run", "busybox");
        cli.signals.get("INT").accept("INT");
        assertTrue(engine.lines().contains("POST /containers/" + ID + "/kill?signal=INT"));
        assertFalse(cli.signals.containsKey("WINCH"));
        CliRun deaf = new CliRun(engine.host()).run("run", "--sig-proxy=false", "busybox");
        assertEquals(0, deaf.code, deaf.err);
        assertEquals(java.util.Map.of(), deaf.signals);
    }

    @Test
    void aTerminalIsPutBackAndItsSizePassedOn() {
        cli.tty = true;
        engine.on("POST /containers/" + ID + "/resize?h=24&w=80", 200, "")
                .on("GET /containers/" + ID + "/json", 200, "{\"State\":{\"Running\":false}}");
        cli.run("run", "-it", "--detach-keys", "ctrl-a,b", "busybox");
        assertEquals(0, cli.code, cli.err);
        assertEquals(1, cli.rawEntered);
        assertEquals(1, cli.rawLeft);
        assertTrue(engine.lines().contains("POST /containers/" + ID + "/resize?h=24&w=80"));
        assertTrue(engine.lines().contains("POST /containers/" + ID
                + "/attach?stream=1&stdin=1&stdout=1&stderr=1&detachKeys=ctrl-a%2Cb"));
        assertTrue(body().contains("\"ConsoleSize\":[24,80]"), body());
    }

    @Test
    void whoDetachesLeavesTheContainerRunning() {
        cli.tty = true;
        engine.on("GET /containers/" + ID + "/json", 200, "{\"State\":{\"Running\":true}}");
        cli.run("run", "-it", "busybox");
        assertEquals(0, cli.code);
        assertEquals("", cli.err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-it busybox|1|the input device is not a TTY",
        "-d -a stdin busybox|1|conflicting options: cannot specify both --attach and --detach",
        "--pull=x busybox|125|jocker: invalid pull option: 'x': must be one of \"always\", \"missing\" or \"never\"",
        "--env-file nope busybox|125|jocker: open nope: no such file or directory"})
    void refusesWhatCannotBe(String arguments, int code, String message) {
        cli.run(("run " + arguments).split(" "));
        assertEquals(code, cli.code);
        assertEquals(message + (code == 1 ? "\n" : EPILOGUE), cli.err);
        assertEquals(List.of(), engine.lines());
    }
}
