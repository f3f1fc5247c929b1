package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** cp, diff, export and commit, on containers that run and that do not. */
class TreeTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    @TempDir
    Path folder;

    /** A container with some files, that runs on or has ended. */
    private void withFiles(String name, boolean running, String script) {
        api.run(name, "sh", "-c", script + "; echo done; " + (running ? "exec sleep 100" : "exit 0"));
        Eventually.holds("the files are there", () -> api.logs(name).contains("done"));
        if (!running) {
            api.await(name);
        }
    }

    private Map<String, String> archive(String container, String path) throws IOException {
        Reply reply = api.get("/containers/" + container + "/archive?path=" + Api.encode(path));
        assertEquals(200, reply.status(), reply::toString);
        return entries(reply.body());
    }

    private static Map<String, String> entries(byte[] tar) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), entry.isSymbolicLink() || entry.isLink() ? "-> " + entry.getLinkName()
                        : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static byte[] tar(String... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
                boolean link = namesAndContents[i + 1].startsWith("-> ");
                TarArchiveEntry entry = link ? new TarArchiveEntry(namesAndContents[i], (byte) '2', true)
                        : new TarArchiveEntry(namesAndContents[i], true);
                if (link) {
                    entry.setLinkName(namesAndContents[i + 1].substring(3));
                } else {
                    entry.setSize(content.length);
                }
                entry.setUserId(12);
                entry.setGroupId(34);
                out.putArchiveEntry(entry);
                if (!link) {
                    out.write(content);
                }
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Reply put(String container, String path, byte[] tar, String more) {
        try (Connection connection = new Connection(daemon.socket())) {
            connection.send("PUT /containers/" + container + "/archive?path=" + Api.encode(path) + more
                    + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: " + tar.length
                    + "\r\n\r\n").send(tar);
            return connection.reply();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outOfAContainer(boolean running) throws IOException {
        withFiles("source", running, "mkdir -p /d/e; echo one >/d/f; ln -s f /d/l; ln /d/f /d/h; ln -s /d /link; "
                + "echo two >/d/e/g");
        assertEquals(Map.of("f", "one\n"), archive("source", "/d/f"));
        assertEquals(Map.of("d/", "", "d/e/", "", "d/e/g", "two\n", "d/f", "one\n", "d/h", "-> d/f", "d/l", "-> f"),
                archive("source", "/d"));
        assertEquals(Map.of("link", "-> /d"), archive("source", "/link"));
        assertTrue(archive("source", "/link/").containsKey("link/f"));
        assertTrue(archive("source", "/d/.").containsKey("./f"));
        assertEquals("one\n", archive("source", "/d/../../../d/f").get("f"), "above the root is the root");
        Reply head = api.call("HEAD", "/containers/source/archive?path=/link", null);
        JsonNode stat = Reply.parse(new String(Base64.getDecoder().decode(
                head.header("x-docker-container-path-stat")), StandardCharsets.UTF_8));
        assertEquals("link", stat.path("name").asText());
        assertEquals("/d", stat.path("linkTarget").asText());
        assertEquals(1L << 27 | 0777, stat.path("mode").asLong());
        Reply missing = api.get("/containers/source/archive?path=/nope");
        assertEquals(404, missing.status());
        assertEquals("Could not find the file /nope in container source", missing.message());
        assertEquals(400, api.get("/containers/source/archive").status());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void intoAContainer(boolean running) throws IOException {
        withFiles("target", running, "mkdir /d; echo old >/d/f; ln -s /d /link");
        assertEquals(200, put("target", "/link", tar("f", "new\n", "sub/g", "deep\n", ".wh.f", "a name\n"), "")
                .status());
        Map<String, String> d = archive("target", "/d");
        assertEquals("new\n", d.get("d/f"));
        assertEquals("deep\n", d.get("d/sub/g"));
        assertEquals("a name\n", d.get("d/.wh.f"), "no whiteout, but a file");
        assertEquals(404, put("target", "/nope", tar("f", "x"), "").status());
        Reply file = put("target", "/d/f", tar("f", "x"), "");
        assertEquals(400, file.status());
        assertEquals("extraction point is not a directory", file.message());
        Reply refused = put("target", "/", tar("d", "a file now"), "&noOverwriteDirNonDir=1");
        assertEquals(400, refused.status(), refused::toString);
        assertTrue(refused.message().contains("cannot overwrite directory"), refused::toString);
        assertEquals(400, put("target", "/d", "no tar at all".getBytes(StandardCharsets.UTF_8), "").status());
        if (running) {
            assertEquals("12 34", api.exec("target", "stat", "-c", "%u %g", "/d/f").output().strip());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hostileArchivesStayInside(boolean running) throws IOException {
        withFiles("target", running, "mkdir /d");
        Path outside = Files.writeString(folder.resolve("outside"), "untouched");
        assertEquals(400, put("target", "/d", tar("../../../../../.." + outside, "x"), "").status());
        put("target", "/d", tar("l", "-> " + folder, "l/outside", "overwritten"), "");
        put("target", "/d", tar("m", "-> ../../../../../../../.." + folder, "m/outside", "overwritten"), "");
        assertEquals("untouched", Files.readString(outside));
    }

    @Test
    void linksThatChangeMeanwhileNeverLeadOutside() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "of the host");
        api.run("racer", "sh", "-c", "mkdir -p /real" + folder + " /a; echo inside >/real" + folder + "/secret; "
                + "cd /a; echo inside >f0; while :; do ln -sfn / x; ln -sfn /real x; ln -sf " + secret
                + " f; ln -f f0 f; done");
        Eventually.pause(100);
        for (int i = 0; i < 200; i++) {
            assertFalse(raw("/containers/racer/archive?path=" + Api.encode("/a/x" + secret)).contains("of the host"));
            assertFalse(raw("/containers/racer/archive?path=/a/f").contains("of the host"));
            put("racer", "/a/x" + folder, tar("secret", "written"), "");
        }
        assertEquals("of the host", Files.readString(secret));
    }

    /** Whatever comes, be it cut off because a file vanished. */
    private String raw(String target) throws IOException {
        try (Connection connection = new Connection(daemon.socket())) {
            connection.request("GET", target, null, "Connection: close");
            return new String(connection.readAll(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void volumesAreReachedAlsoWhenNothingRuns() throws IOException {
        ObjectNode config = Api.config("true");
        config.withArray("/HostConfig/Binds").add("vol:/data").add(folder + ":/ro:ro");
        api.create("idle", config);
        assertEquals(200, put("idle", "/data", tar("f", "in the volume\n"), "").status());
        assertEquals("in the volume\n", archive("idle", "/data/f").get("f"));
        Path data = Path.of(api.get("/volumes/vol").json().path("Mountpoint").asText());
        assertEquals("in the volume\n", Files.readString(data.resolve("f")));
        Reply refused = put("idle", "/ro", tar("f", "x"), "");
        assertEquals(403, refused.status(), refused::toString);
        assertEquals("mounted volume is marked read-only", refused.message());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void diffTellsWhatChanged(boolean running) {
        withFiles("changed", running, "mkdir /new; echo x >/new/f; rm /bin/yes; echo >>/etc/passwd; rm -r /var; "
                + "mkdir /var");
        JsonNode changes = api.get("/containers/changed/changes").json();
        Map<String, Integer> kinds = new TreeMap<>();
        changes.forEach(c -> kinds.put(c.path("Path").asText(), c.path("Kind").asInt()));
        assertEquals(1, kinds.get("/new"), changes::toString);
        assertEquals(1, kinds.get("/new/f"), changes::toString);
        assertEquals(2, kinds.get("/bin/yes"), changes::toString);
        assertEquals(0, kinds.get("/bin"), changes::toString);
        assertEquals(0, kinds.get("/etc/passwd"), changes::toString);
        assertFalse(kinds.containsKey("/etc/hosts") || kinds.containsKey("/proc"), changes::toString);
        api.create("untouched", Api.config("true"));
        assertEquals("null", api.get("/containers/untouched/changes").text());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exportIsTheTreeWithoutWhatIsMounted(boolean running) throws IOException {
        withFiles("exported", running, "echo mine >/mine; echo hidden >/dev/shm/x");
        Map<String, String> tree = entries(api.get("/containers/exported/export").body());
        assertEquals("mine\n", tree.get("mine"));
        assertTrue(tree.containsKey("etc/passwd") && tree.containsKey("proc/"), tree.keySet()::toString);
        assertTrue(tree.keySet().stream().noneMatch(n -> n.startsWith("proc/") && n.length() > 5), "no processes");
        assertTrue(tree.keySet().stream().noneMatch(n -> n.startsWith("dev/shm")), tree.keySet()::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitMakesAnImageOfIt(boolean running) {
        withFiles("base", running, "echo kept >/kept; rm /bin/yes; mkdir -p /var/x; rm -rf /var; mkdir /var");
        Reply reply = api.post("/commit?container=base&repo=made&tag=1&author=me&comment=why&changes="
                + Api.encode("CMD [\"cat\",\"/kept\"]\nENV A=b") + "&changes=" + Api.encode("LABEL k=\"v w\""));
        assertEquals(201, reply.status(), reply::toString);
        JsonNode image = api.get("/images/made:1/json").json();
        assertEquals(reply.json().path("Id").asText(), image.path("Id").asText());
        assertEquals("me", image.path("Author").asText());
        assertEquals("why", image.path("Comment").asText());
        assertEquals("v w", image.path("Config").path("Labels").path("k").asText());
        ObjectNode config = Api.config();
        config.put("Image", "made:1");
        String id = api.run("from", config);
        api.await(id);
        assertEquals("kept\n", api.logs(id));
        ObjectNode look = Api.config("sh", "-c", "ls /bin/yes /var; echo $A");
        String second = api.run("look", look.put("Image", "made:1"));
        api.await(second);
        assertTrue(api.logs(second).contains("/bin/yes: No such file") && api.logs(second).endsWith("b\n"),
                api.logs(second));
        if (running) {
            assertEquals("running", api.status("base"), "it goes on after the pause");
        }
        Reply bad = api.post("/commit?container=base&changes=" + Api.encode("RUN rm -rf /"));
        assertEquals(400, bad.status(), bad::toString);
        assertEquals("RUN is not a valid change command", bad.message());
        assertEquals(404, api.post("/commit?container=nobody").status());
        api.removeAll();
        assertEquals(200, api.delete("/images/made:1").status());
    }

    @Test
    void aNewVolumeBeginsWithWhatTheImageHas() {
        ObjectNode config = Api.config("sh", "-c", "stat -c '%u:%g %a' /etc/passwd; cat /etc/group | head -1");
        config.withArray("/HostConfig/Binds").add("seeded:/etc");
        String id = api.run("first", config);
        api.await(id);
        String seen = api.logs(id);
        assertTrue(seen.startsWith("0:0 644\n"), seen);
        ObjectNode bare = Api.config("ls", "-A", "/etc");
        bare.withArray("/HostConfig/Binds").add("bare:/etc:nocopy");
        String second = api.run("second", bare);
        api.await(second);
        assertFalse(api.logs(second).contains("passwd"), api.logs(second));
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void stockClientsCopy(Cli cli) throws IOException {
        withFiles("box", true, "mkdir /d; echo x >/d/f");
        Path to = folder.resolve("to");
        assertEquals(0, cli.run(daemon, "cp", "box:/d", to.toString()).code());
        assertEquals("x\n", Files.readString(to.resolve("f")));
        Files.writeString(to.resolve("g"), "y\n");
        Command.Result in = cli.run(daemon, "cp", to + "/.", "box:/d");
        assertEquals(0, in.code(), in::toString);
        assertEquals("y\n", api.exec("box", "cat", "/d/g").output());
        Command.Result diff = cli.run(daemon, "diff", "box");
        assertTrue(diff.out().contains("A /d/g\n"), diff::toString);
        Command.Result commit = cli.run(daemon, "commit", "box", "copied");
        assertEquals(0, commit.code(), commit::toString);
        assertEquals(0, cli.run(daemon, "rmi", "copied").code());
        Command.Result export = cli.run(daemon, "export", "-o", folder.resolve("t.tar").toString(), "box");
        assertEquals(0, export.code(), export::toString);
        assertTrue(Command.run("tar", "tf", folder.resolve("t.tar").toString()).out().contains("d/g\n"));
    }
}
