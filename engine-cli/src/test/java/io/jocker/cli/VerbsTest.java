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

/** Every other verb: its requests and its output. */
class VerbsTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String GONE = "{\"message\":\"No such container: nope\"}";

    @TempDir
    Path folder;
    private FakeEngine engine;
    private CliRun cli;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine();
        cli = new CliRun(engine.host());
        cli.directory = folder;
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "stop a|POST /containers/a/stop", "stop -t 3 -s INT a|POST /containers/a/stop?signal=INT&t=3",
        "stop a --time 0|POST /containers/a/stop?t=0", "restart -t1 a|POST /containers/a/restart?t=1",
        "kill a|POST /containers/a/kill?signal=KILL", "kill -sUSR1 a|POST /containers/a/kill?signal=USR1",
        "start a|POST /containers/a/start", "rm a|DELETE /containers/a",
        "rm -fv a|DELETE /containers/a?force=1&v=1", "container rm a -f|DELETE /containers/a?force=1"})
    void verbsAboutSomeContainers(String arguments, String request) {
        engine.on(request, 204, "");
        cli.run(arguments.split(" "));
        assertEquals(0, cli.code, cli.err);
        assertEquals("a\n", cli.out);
        assertEquals(List.of(request), engine.lines());
    }

    @ParameterizedTest
    @CsvSource({"stop,1", "kill,1", "restart,1", "rm,1", "rm -f,0", "start,1"})
    void oneOfSeveralIsMissing(String verb, int code) {
        String words = verb.startsWith("rm") ? "DELETE /containers/" : "POST /containers/";
        engine.on(words, 204, "").on(words + "nope", 404, GONE);
        cli.run((verb + " a nope b").split(" "));
        assertEquals(code, cli.code);
        assertEquals("a\nb\n", cli.out);
        assertEquals("Error response from daemon: No such container: nope\n"
                + (verb.equals("start") ? "Error: failed to start containers: nope\n" : ""), cli.err);
    }

    @Test
    void waitPrintsTheCodesInOrder() {
        engine.on("POST /containers/a/wait", 200, "{\"StatusCode\":3}").on("POST /containers/nope/wait", 404, GONE)
                .on("POST /containers/b/wait", 200, "{\"StatusCode\":0}");
        assertEquals(1, cli.run("wait", "a", "nope", "b").code);
        assertEquals("3\n0\n", cli.out);
        assertEquals("Error response from daemon: No such container: nope\n", cli.err);
    }

    private static String container(String command, String more) {
        return "{\"Id\":\"" + ID + "\",\"Names\":[\"/first\"],\"Image\":\"busybox\",\"Command\":\"" + command
                + "\",\"Created\":" + (System.currentTimeMillis() / 1000 - 200) + ",\"State\":\"running\","
                + "\"Status\":\"Up 3 minutes\",\"Ports\":[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,"
                + "\"Type\":\"tcp\"},{\"PrivatePort\":53,\"Type\":\"udp\"}],\"Labels\":{\"b\":\"2\",\"a\":\"<1>\"}"
                + more
                + "}";
    }

    @Test
    void psIsATable() {
        engine.on("GET /containers/json", 200, "[" + container("sh -c 'echo a long command'", "") + "]");
        cli.run("ps");
        assertEquals("CONTAINER ID   IMAGE     COMMAND                  CREATED         STATUS         "
                + "PORTS                          NAMES\n"
                + "0123456789ab   busybox   \"sh -c 'echo a long …\"   3 minutes ago   Up 3 minutes   "
                + "0.0.0.0:8080->80/tcp, 53/udp   first\n", cli.out);
        assertTrue(cli.run("ps", "--no-trunc").out.contains(ID + "   busybox   \"sh -c 'echo a long command'\"   "));
        assertEquals("0123456789ab\n", cli.run("ps", "-q").out);
        assertEquals(ID + "\n", cli.run("ps", "-q", "--no-trunc").out);
    }

    @Test
    void anEmptyTableHasItsHead() {
        engine.on("GET /containers/json", 200, "[]").on("GET /images/json", 200, "[]");
        assertEquals("CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES\n", cli.run("ps").out);
        assertEquals("CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES     SIZE\n",
                cli.run("ps", "-s").out);
        assertEquals("REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n", cli.run("images").out);
        assertEquals("REPOSITORY   TAG       DIGEST    IMAGE ID   CREATED   SIZE\n",
                cli.run("images", "--digests").out);
    }

    @Test
    void psByFormat() {
        engine.on("GET /containers/json", 200, "[" + container("true", ",\"SizeRw\":12,\"SizeRootFs\":1982421") + "]");
        assertEquals("first busybox\n", cli.run("ps", "--format", "{{.Names}} {{.Image}}").out);
        assertEquals("NAMES     IMAGE\nfirst     busybox\n",
                cli.run("ps", "--format", "table {{.Names}}\\t{{.Image}}").out);
        assertEquals("12B (virtual 1.98MB)\n", cli.run("ps", "-s", "--format", "{{.Size}}").out);
        cli.run("ps", "--format", "json");
        assertTrue(cli.out.startsWith("{\"Command\":\"\\\"true\\\"\",\"CreatedAt\":\""), cli.out);
        assertTrue(cli.out.contains("\"Labels\":\"a=\\u003c1\\u003e,b=2\",\"LocalVolumes\":\"0\",\"Mounts\":\"\","
                + "\"Names\":\"first\",\"Networks\":\"\""), cli.out);
        assertEquals(cli.out, cli.run("ps", "--format", "{{json .}}").out);
        assertEquals(1, cli.run("ps", "--format", "{{.Nope}}").code);
        assertEquals("template parsing error: template: :1:2: executing \"\" at <.Nope>: map has no entry for key "
                + "\"Nope\"\n", cli.err);
        assertEquals(64, cli.run("ps", "--format", "{{nope .}}").code);
        assertEquals("template parsing error: template: :1: function \"nope\" not defined\n", cli.err);
        assertEquals(64, cli.run("ps", "--format", "{{.ID").code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ps -a|GET /containers/json?all=1", "ps -l|GET /containers/json?limit=1",
        "ps -n 3|GET /containers/json?limit=3", "ps --last=-1|GET /containers/json",
        "ps -s|GET /containers/json?size=1",
        "ps -qf name=a -f name=b --filter status=exited|GET /containers/json?filters=%7B%22name%22%3A%5B%22a%22%2C%22b"
            + "%22%5D%2C%22status%22%3A%5B%22exited%22%5D%7D",
        "images -a|GET /images/json?all=1",
        "images busybox|GET /images/json?filters=%7B%22reference%22%3A%5B%22busybox%22%5D%7D"})
    void listingsAskFor(String arguments, String request) {
        engine.on("GET", 200, "[]");
        assertEquals(0, cli.run(arguments.split(" ")).code, cli.err);
        assertEquals(List.of(request), engine.lines());
    }

    @Test
    void imagesIsATable() {
        engine.on("GET /images/json", 200, "[{\"Id\":\"sha256:" + ID + "\",\"RepoTags\":[\"busybox:latest\","
                + "\"localhost:5000/x:1\"],\"RepoDigests\":[\"busybox@sha256:" + ID + "\"],\"Created\":0,"
                + "\"Size\":1982421},"
                + "{\"Id\":\"sha256:" + ID + "\",\"RepoTags\":[],\"RepoDigests\":[],\"Created\":0,\"Size\":1296}]");
        cli.run("images");
        assertEquals("""
                REPOSITORY         TAG       IMAGE ID       CREATED        SIZE
                busybox            latest    0123456789ab   56 years ago   1.98MB
                localhost:5000/x   1         0123456789ab   56 years ago   1.98MB
                <none>             <none>    0123456789ab   56 years ago   1.3kB
                """, cli.out.replaceAll("\\d\\d years ago", "56 years ago"));
        assertTrue(cli.run("images", "-q", "--no-trunc").out.startsWith("sha256:" + ID + "\n"));
        assertTrue(cli.run("images", "--digests").out.contains("busybox            latest    sha256:" + ID));
        assertTrue(cli.run("images", "--format", "json").out.startsWith("{\"Containers\":\"N/A\",\"CreatedAt\":\"19"));
    }

    @Test
    void inspectPrintsWhatTheEngineWroteIndented() {
        engine.on("GET /containers/a/json", 200, "{\"Id\":\"a\",\"N\":1.50,\"S\":\"\\u003c\\\"\",\"E\":{},\"L\":[],"
                + "\"M\":[1,"
                + "{\"x\":null}]}").on("GET /images/i/json", 200, "{\"Id\":\"i\"}");
        assertEquals(1, cli.run("inspect", "a", "nope", "i").code);
        assertEquals("""
                [
                    {
                        "Id": "a",
                        "N": 1.50,
                        "S": "\\u003c\\"",
                        "E": {},
                        "L": [],
                        "M": [
                            1,
                            {
                                "x": null
                            }
                        ]
                    },
                    {
                        "Id": "i"
                    }
                ]
                """, cli.out);
        assertEquals("Error: No such object: nope\n", cli.err);
        assertEquals(1, cli.run("inspect", "nope").code);
        assertEquals("[]\n", cli.out);
        assertEquals("a {}\n", cli.run("inspect", "-f", "{{.Id}} {{json .E}}", "a").out);
        assertEquals("[{\"Id\":\"i\"}]\n", cli.run("inspect", "--type", "image", "-f", "json", "i").out);
        assertEquals(1, cli.run("inspect", "-f", "{{.Id}}", "nope").code);
        assertEquals("\n", cli.out);
        assertEquals(1, cli.run("inspect", "--type", "bad", "a").code);
        assertTrue(cli.err.startsWith("unknown type: \"bad\": must be one of \"config\", "), cli.err);
    }

    @Test
    void logsAreAskedForAndTakenApart() {
        engine.on("GET /containers/a/json", 200, "{\"Id\":\"" + ID + "\",\"Config\":{\"Tty\":false}}")
                .onRaw("GET /containers/" + ID + "/logs", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "a\r\n\1\0\0\0\0\0\0\3hi\r\n8\r\n\n\2\0\0\0\0\0\0\r\n3\r\n\2x\n\r\n0\r\n\r\n");
        cli.run("logs", "-t", "--tail", "2", "--since", "1700000000", "--until=2024-01-02T03:04:05Z", "a");
        assertEquals(0, cli.code, cli.err);
        assertEquals("hi\n", cli.out);
        assertEquals("x\n", cli.err);
        assertEquals("GET /containers/" + ID + "/logs?stdout=1&stderr=1&timestamps=1&since=1700000000"
                + "&until=1704164645.000000000&tail=2", engine.lines().get(1));
        long before = System.currentTimeMillis() / 1000;
        cli.run("logs", "a", "--since", "1h30m", "-n1", "-f");
        String line = engine.lines().get(3);
        long since = Long.parseLong(line.replaceFirst(".*since=(\\d+)\\..*", "$1"));
        assertTrue(since >= before - 5401 && since <= before - 5390, line);
        assertTrue(line.contains("follow=1") && line.endsWith("tail=1"), line);
        assertEquals(1, cli.run("logs", "--since", "bad", "a").code);
        assertEquals("invalid value for \"since\": failed to parse value as time or duration: \"bad\"\n", cli.err);
    }

    @Test
    void eventsAreLines() {
        engine.on("GET /events", 200, "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"x\","
                + "\"Attributes\":{\"name\":\"n\",\"exitCode\":\"3\"}},\"timeNano\":1700000000123456789}\n"
                + "{\"Type\":\"image\",\"Action\":\"load\",\"Actor\":{\"ID\":\"y\"},"
                + "\"timeNano\":1700000001000000000}\n");
        cli.run("events", "--since", "0", "-f", "type=container");
        assertEquals(0, cli.code, cli.err);
        assertTrue(cli.out.matches("(?s)2023-11-1\\dT\\d\\d:\\d\\d:20\\.123456789[+-]\\d\\d:\\d\\d container die x "
                + "\\(exitCode=3, name=n\\)\n2023-11-1\\dT\\d\\d:\\d\\d:21\\.000000000[+-]\\d\\d:\\d\\d image load "
                + "y.*"),
                cli.out);
        assertEquals("GET /events?since=0&filters=%7B%22type%22%3A%5B%22container%22%5D%7D", engine.lines().get(0));
        assertEquals("die\nload\n", cli.run("events", "--format", "{{.Action}}").out);
    }

    @Test
    void loadSendsTheArchive() throws IOException {
        engine.on("POST /images/load", 200, "{\"stream\":\"Loaded image: a:b\\n\"}");
        Files.writeString(folder.resolve("a.tar"), "the archive");
        cli.run("load", "-i", "a.tar");
        assertEquals("Loaded image: a:b\n", cli.out);
        assertEquals("the archive", engine.body("POST /images/load?quiet=1"));
        cli.stdin = "from stdin";
        assertEquals(0, cli.run("load", "-q").code);
        assertEquals(1, cli.run("load", "-i", "nope").code);
        assertEquals("open nope: no such file or directory\n", cli.err);
    }

    @Test
    void imagesAreRemovedTaggedAndPulled() {
        engine.on("DELETE /images/a", 200, "[{\"Untagged\":\"a:latest\"},{\"Deleted\":\"sha256:1\"}]")
                .on("DELETE /images/nope", 404, "{\"message\":\"No such image: nope:latest\"}")
                .on("POST /images/a/tag", 201, "")
                .on("POST /images/create", 200, "{\"status\":\"Status: done\"}\n");
        assertEquals(1, cli.run("rmi", "a", "nope").code);
        assertEquals("Untagged: a:latest\nDeleted: sha256:1\n", cli.out);
        assertEquals("Error response from daemon: No such image: nope:latest\n", cli.err);
        assertEquals(0, cli.run("rmi", "-f", "nope").code);
        assertEquals(0, cli.run("tag", "a", "localhost:5000/b:2").code);
        assertTrue(engine.lines().contains("POST /images/a/tag?repo=localhost%3A5000%2Fb&tag=2"));
        assertEquals("Using default tag: latest\nStatus: done\ndocker.io/library/a:latest\n", cli.run("pull", "a").out);
        assertEquals("quay.io/a/b:1\n", cli.run("pull", "-q", "quay.io/a/b:1").out);
    }

    @Test
    void attachRefusesWhatDoesNotRun() {
        engine.on("GET /containers/a/json", 200, "{\"Id\":\"a\",\"State\":{\"Running\":false}}")
                .on("GET /containers/p/json", 200, "{\"Id\":\"p\",\"State\":{\"Running\":true,\"Paused\":true}}");
        assertEquals(1, cli.run("attach", "a").code);
        assertEquals("You cannot attach to a stopped container, start it first\n", cli.err);
        cli.run("attach", "p");
        assertEquals("You cannot attach to a paused container, unpause it first\n", cli.err);
        assertEquals(1, cli.run("start", "-a", "a", "b").code);
        assertEquals("you cannot start and attach multiple containers at once\n", cli.err);
    }
}
