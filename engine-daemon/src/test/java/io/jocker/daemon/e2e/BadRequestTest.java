package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that cannot be honoured: each has its status and its reason, and changes nothing. */
class BadRequestTest extends DaemonTest {
    private String images;
    private Set<String> folders;

    @BeforeEach
    void remember() {
        images = api.get("/images/json").text();
        folders = Footprint.files(daemon.dataRoot().resolve("containers"));
    }

    @AfterEach
    void nothingChanged() {
        api.removeAll();
        assertEquals(images, api.get("/images/json").text());
        assertEquals(folders, Footprint.files(daemon.dataRoot().resolve("containers")));
    }

    private void refused(int status, String message, Reply reply) {
        assertEquals(status, reply.status(), reply::toString);
        assertTrue(reply.message().contains(message), reply::toString);
        assertFalse(reply.message().matches("(?s).*(Source:|REDACTED|fasterxml|java\\.|Token|JsonNode).*"),
                reply::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                     | invalid JSON
            ``                                                    | EOF
            []                                                    | cannot be empty
            null                                                  | cannot be empty
            {"Image":"busybox"} x                                 | invalid JSON
            {"Image":"busybox"}{}                                 | unexpected content after JSON
            {"Image":busybox}                                     | invalid character 'b' looking for beginning of value
            {"Image":"busybox"                                    | unexpected EOF
            {"Image":7}                                           | unmarshal number 7 into field Image of type string
            {"Image":"busybox","Tty":"true"}                      | cannot unmarshal string into field Tty of type bool
            {"Image":"busybox","Cmd":{"a":1}}                     | cannot unmarshal object into field Cmd of type list
            {"Image":"busybox","Cmd":[1]}                         | Cmd
            {"Image":"busybox","Env":"A=b"}                       | Env
            {"Image":"busybox","HostConfig":{"Memory":"64m"}}     | string into field Memory of type int64
            {"Image":"busybox","HostConfig":{"Memory":1.5}}       | Memory
            {"Image":"busybox","HostConfig":{"Memory":1000}}      | emory
            {"Image":"busybox","HostConfig":[]}                   | HostConfig
            {"Image":"busybox","HostConfig":7}                    | HostConfig
            {"Image":"busybox","Labels":{"a":1}}                  | Labels
            {"Image":"busybox","WorkingDir":"relative"}           | absolute path
            {"Image":"busybox","StopSignal":"SIGNOPE"}            | invalid signal
            {"Image":"busybox","HostConfig":{"NetworkMode":7}}    | NetworkMode
            {"Image":"busybox","HostConfig":{"IpcMode":"odd"}}    | IPC mode
            {"Image":"busybox","HostConfig":{"NanoCpus":-1}}      | CPU
            {"Image":"busybox","HostConfig":{"Dns":["nope"]}}     | "nope" is not an IP address
            {"Image":"busybox","HostConfig":{"PidsLimit":"x"}}    | PidsLimit
            {"Image":"busybox","HostConfig":{"CapAdd":["NOPE"]}}  | NOPE
            {"Image":"busybox","HostConfig":{"ExtraHosts":["x"]}} | bad format for add-host
            {"Image":"UPPER"}                                     | reference
            {"Cmd":["true"]}                                      | image
            """)
    void create(String body, String message) {
        refused(400, message, api.post("/containers/create", body == null ? "" : body));
        assertEquals(0, api.list("{}").size());
    }

    @Test
    void bodiesThatAreNotSaidToBeJson() {
        for (String type : new String[] {"text/plain", "application/jsonx", "", "/"}) {
            Command.Result reply = Command.run("curl", "-sS", "--max-time", "14", "--unix-socket",
                    daemon.socket().toString(), "-H", "Content-Type:" + (type.isEmpty() ? "" : " " + type), "-w",
                    "%{http_code}", "-d", "{\"Image\":\"busybox\"}", "http://t/containers/create");
            assertTrue(reply.out().contains("Content-Type header (" + type + "):") && reply.out().endsWith("400"),
                    reply::toString);
        }
        assertEquals("201", Command.run("curl", "-sS", "--max-time", "14", "--unix-socket",
                daemon.socket().toString(), "-o", "/dev/null", "-w", "%{http_code}", "-H",
                "Content-Type: application/JSON; charset=utf-8", "-d", "{\"Image\":\"busybox\"}",
                "http://t/containers/create").out());
    }

    @Test
    void namesThatAreNone() {
        for (String name : new String[] {"..", "a/b", "../x", "/", "-x", "a b", "x", "%00a", "ü1", ".hidden"}) {
            refused(400, "Invalid container name", api.post("/containers/create?name=" + Api.encode(name)
                    .replace("%2500", "%00"), Api.config("true").toString()));
        }
        for (String path : new String[] {"..", "%2e%2e", "..%2f..%2fetc", "x%00y", "nobody"}) {
            refused(404, "No such container", api.get("/containers/" + path + "/json"));
            refused(404, "No such container", api.delete("/containers/" + path));
        }
        refused(400, "%zz", api.get("/containers/%zz/json"));
        refused(400, "%zz", api.get("/containers/json?limit=%zz"));
    }

    @Test
    void unknownThings() {
        refused(404, "No such image: nothing:latest", api.post("/containers/create",
                Api.config("true").put("Image", "nothing").toString()));
        refused(404, "page not found", api.get("/no/such/page"));
        refused(404, "page not found", api.call("PUT", "/containers/json", null));
        refused(400, "invalid filter", api.get("/containers/json?filters=" + Api.encode("{\"odd\":[\"x\"]}")));
        refused(400, "invalid", api.get("/containers/json?filters=nonsense"));
        refused(400, "invalid", api.get("/containers/json?filters=" + Api.encode("{\"status\":\"x\"}")));
        refused(400, "invalid", api.get("/containers/json?filters=" + Api.encode("{\"status\":[\"odd\"]}")));
        refused(400, "invalid filter 'exited=", api.get("/containers/json?all=1&filters="
                + Api.encode("{\"exited\":[\"x\"]}")));
        refused(400, "invalid filter 'name=", api.get("/containers/json?all=1&filters="
                + Api.encode("{\"name\":[\"(\"]}")));
        refused(404, "No such container: none", api.get("/containers/json?all=1&filters="
                + Api.encode("{\"since\":[\"none\"]}")));
        refused(400, "limit", api.get("/containers/json?limit=many"));
        refused(400, "client version 1.23 is too old. Minimum supported API version is 1.24",
                api.get("/v1.23/version"));
        refused(400, "client version 1.99 is too new. Maximum supported API version is 1.51",
                api.get("/v1.99/version"));
        refused(404, "registry", api.post("/images/create?fromImage=nowhere.test/x&tag=1"));
        refused(404, "No such image", api.delete("/images/nothing"));
        refused(400, "", api.post("/images/busybox/tag?repo=UPPER"));
    }

    @Test
    void whatIsNotThereYetIsNamed() {
        for (String option : new String[] {"\"PortBindings\":{\"80/tcp\":[{}]}",
            "\"Mounts\":[{\"Type\":\"image\",\"Source\":\"busybox\",\"Target\":\"/x\"}]",
            "\"Links\":[\"x\"]", "\"PublishAllPorts\":true"}) {
            Reply reply = api.post("/containers/create", "{\"Image\":\"busybox\",\"Cmd\":[\"true\"],\"HostConfig\":{"
                    + option + "}}");
            assertEquals(501, reply.status(), reply::toString);
            assertTrue(reply.message().contains("not supported"), reply::toString);
        }
    }

    @Test
    void statesThatDoNotFit() {
        api.run("busy", "sleep", "60");
        assertEquals(304, api.post("/containers/busy/start").status());
        refused(409, "container is running", api.delete("/containers/busy"));
        refused(400, "invalid signal: NOPE", api.post("/containers/busy/kill?signal=NOPE"));
        refused(400, "invalid signal: 65", api.post("/containers/busy/kill?signal=65"));
        refused(400, "invalid signal", api.post("/containers/busy/stop?signal=NOPE"));
        refused(400, "t", api.post("/containers/busy/stop?t=soon"));
        refused(400, "condition", api.post("/containers/busy/wait?condition=odd"));
        refused(400, "invalid value for h", api.post("/containers/busy/resize?h=x&w=1"));
        Reply conflict = api.post("/containers/create?name=busy", Api.config("true").toString());
        refused(409, "Conflict. The container name \"/busy\" is already in use by container \"", conflict);
        refused(400, "at least one stream", api.get("/containers/busy/logs"));
        assertEquals("running", api.status("busy"));
        assertEquals(204, api.post("/containers/busy/stop?t=0").status());
        assertEquals(304, api.post("/containers/busy/stop").status());
        refused(409, "is not running", api.post("/containers/busy/kill"));
        refused(409, "is not running", api.post("/containers/busy/resize?h=1&w=1"));
    }

    @Test
    void programsAndUsersThatAreNotThere() {
        String missing = api.create("missing", Api.config("nope"));
        refused(400, "exec: \"nope\": executable file not found in $PATH", api.post("/containers/missing/start"));
        assertEquals("created", api.status(missing));
        assertEquals(127, api.inspect(missing).path("State").path("ExitCode").asInt());
        api.create("directory", Api.config("/etc"));
        refused(400, "is a directory", api.post("/containers/directory/start"));
        api.create("stranger", Api.config("true").put("User", "stranger"));
        refused(400, "unable to find user stranger", api.post("/containers/stranger/start"));
        api.create("group", Api.config("true").put("User", "root:strangers"));
        refused(400, "unable to find group strangers", api.post("/containers/group/start"));
        assertEquals(Set.of(), Footprint.files(daemon.execRoot().resolve("s")));
    }

    @Test
    void bodiesAndHeadersTooLarge() throws IOException {
        Command.Result large = Command.run("sh", "-c", "(printf '{\"Image\":\"'; head -c 100000000 /dev/zero | "
                + "tr '\\0' x; printf '\"}') | curl -sS --max-time 14 --unix-socket " + daemon.socket()
                + " -H 'Content-Type: application/json' -w '%{http_code}' --data-binary @- http://t/containers/create");
        assertTrue(large.out().endsWith("400"), large::toString);
        try (Connection connection = new Connection(daemon.socket())) {
            connection.send("GET /_ping HTTP/1.1\r\nHost: t\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");
            assertEquals(431, connection.reply().status());
        }
        String deep = "{\"Labels\":".repeat(10_000);
        refused(400, "invalid JSON", api.post("/containers/create", deep));
        assertEquals(200, api.get("/_ping").status());
    }

    @Test
    void archivesThatAreCutOrForged() throws IOException {
        String cut = load("head -c 700000 " + DaemonProcess.busybox());
        assertTrue(cut.contains("\"message\"") || cut.contains("\"error\""), cut);
        String text = load("echo not an archive at all");
        assertTrue(text.contains("\"message\"") || text.contains("\"error\""), text);
        // Another byte in the middle of the layer: its digest is not what the configuration says.
        String forged = load("python3 -c \"import sys;b=bytearray(open('" + DaemonProcess.busybox()
                + "','rb').read());i=b.index(b'ELF',4000)+5000;b[i]^=1;sys.stdout.buffer.write(b)\"");
        assertTrue(forged.contains("digest") || forged.contains("diff"), forged);
    }

    private String load(String producer) {
        Command.Result result = Command.run("sh", "-c", producer + " | curl -sS --max-time 14 --unix-socket "
                + daemon.socket() + " -H 'Content-Type: application/x-tar' --data-binary @- http://t/images/load");
        return result.out();
    }
}
