package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of the host, volumes, devices and temporary file systems in containers. */
class MountsTest extends DaemonTest {
    @TempDir
    Path folder;

    private static ObjectNode binds(String[] binds, String... command) {
        ObjectNode config = Api.config(command);
        for (String bind : binds) {
            config.withArray("/HostConfig/Binds").add(bind);
        }
        return config;
    }

    private String output(ObjectNode config) {
        String id = api.run("one", config);
        api.await(id);
        String output = api.logs(id);
        assertEquals(204, api.delete("/containers/" + id).status());
        return output;
    }

    @Test
    void bindsAreReadAndWritten() throws IOException {
        Files.writeString(folder.resolve("in"), "from the host\n");
        assertEquals("from the host\n", output(binds(new String[] {folder + ":/x"}, "sh", "-c",
                "cat /x/in; echo back >/x/out")));
        assertEquals("back\n", Files.readString(folder.resolve("out")));
        String readOnly = output(binds(new String[] {folder + ":/x:ro"}, "sh", "-c",
                "echo no >/x/out || echo refused"));
        assertTrue(readOnly.endsWith("refused\n"), readOnly);
        assertEquals("back\n", Files.readString(folder.resolve("out")));
    }

    @Test
    void aMissingSourceIsMadeByTheShortFormOnly() {
        output(binds(new String[] {folder + "/a/b:/x"}, "touch", "/x/f"));
        assertTrue(Files.exists(folder.resolve("a/b/f")));
        ObjectNode config = Api.config("true");
        config.withArray("/HostConfig/Mounts").addObject().put("Type", "bind").put("Source", folder + "/none")
                .put("Target", "/x");
        Reply reply = api.post("/containers/create", config.toString());
        assertEquals(400, reply.status(), reply::toString);
        assertEquals("invalid mount config for type \"bind\": bind source path does not exist: " + folder + "/none",
                reply.message());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void volumesOutliveContainers() {
        output(binds(new String[] {"data:/d"}, "sh", "-c", "echo kept >/d/f"));
        assertEquals("kept\n", output(binds(new String[] {"data:/e:ro"}, "cat", "/e/f")));
        JsonNode volume = api.get("/volumes/data").json();
        assertEquals("local", volume.path("Driver").asText());
        assertTrue(Files.exists(Path.of(volume.path("Mountpoint").asText(), "f")));
        String id = api.create("holds", binds(new String[] {"data:/d"}, "true"));
        Reply used = api.delete("/volumes/data");
        assertEquals(409, used.status(), used::toString);
        assertEquals("remove data: volume is in use - [" + id + "]", used.message());
        assertEquals("data", api.inspect(id).path("Mounts").path(0).path("Name").asText());
        assertEquals(204, api.delete("/containers/" + id + "?v=1").status());
        assertEquals(204, api.delete("/volumes/data").status());
        assertEquals(404, api.get("/volumes/data").status());
    }

    @Test
    void anonymousVolumesGoWithTheirContainerIfWanted() {
        ObjectNode config = Api.config("true");
        config.withObject("/Volumes").putObject("/anon");
        String first = api.create("first", config);
        String name = api.inspect(first).path("Mounts").path(0).path("Name").asText();
        assertTrue(name.matches("[0-9a-f]{64}"), name);
        assertEquals(204, api.delete("/containers/first").status());
        assertEquals(200, api.get("/volumes/" + name).status());
        Reply pruned = api.post("/volumes/prune");
        assertEquals(name, pruned.json().path("VolumesDeleted").path(0).asText(), pruned::toString);
        String second = api.create("second", config);
        assertEquals(204, api.delete("/containers/" + second + "?v=1").status());
        assertEquals(0, api.get("/volumes").json().path("Volumes").size());
    }

    @Test
    void volumesFromOthers() {
        api.run("owner", binds(new String[] {"shared:/s"}, "sh", "-c", "echo x >/s/f; sleep 100"));
        Eventually.holds("the file is there", () -> api.exec("owner", "cat", "/s/f").output().equals("x\n"));
        ObjectNode config = Api.config("sh", "-c", "cat /s/f; touch /s/g || echo read-only");
        config.withArray("/HostConfig/VolumesFrom").add("owner:ro");
        String output = output(config);
        assertTrue(output.startsWith("x\n") && output.contains("read-only\n"), output);
    }

    @Test
    void temporaryFileSystemsAndTheirOptions() {
        ObjectNode config = Api.config("sh", "-c", "grep -E ' /(a|b) ' /proc/mounts");
        config.withObject("/HostConfig/Tmpfs").put("/a", "size=1m,exec");
        config.withArray("/HostConfig/Mounts").addObject().put("Type", "tmpfs").put("Target", "/b")
                .putObject("TmpfsOptions").put("SizeBytes", 2 << 20).put("Mode", 0700);
        String output = output(config);
        assertTrue(output.contains("size=1024k") && output.contains("size=2048k,mode=700"), output);
    }

    @Test
    void devicesOfTheHost() {
        ObjectNode config = Api.config("sh", "-c", "head -c 3 /dev/nothing | wc -c; ls -l /dev/nothing | cut -c1");
        config.withArray("/HostConfig/Devices").addObject().put("PathOnHost", "/dev/zero")
                .put("PathInContainer", "/dev/nothing").put("CgroupPermissions", "r");
        assertEquals("3\nc\n", output(config));
        ObjectNode missing = Api.config("true");
        missing.withArray("/HostConfig/Devices").addObject().put("PathOnHost", "/dev/nope");
        String id = api.create("missing", missing);
        Reply reply = api.post("/containers/" + id + "/start");
        assertEquals(500, reply.status(), reply::toString);
        assertEquals("error gathering device information while adding custom device \"/dev/nope\": no such file or "
                + "directory", reply.message());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (String[] bad : new String[][] {{"x:y:z:w", "invalid volume specification: 'x:y:z:w'"},
            {"/tmp:rel", "mount path must be absolute"}, {"/tmp:/", "destination can't be '/'"},
            {"/tmp:/x:bogus", "invalid mode: bogus"}, {"a b:/x", "includes invalid characters"},
            {"x:/y", "volume name is too short"}}) {
            Reply reply = api.post("/containers/create", binds(new String[] {bad[0]}, "true").toString());
            assertEquals(400, reply.status(), reply::toString);
            assertTrue(reply.message().contains(bad[1]), reply::toString);
        }
        Reply twice = api.post("/containers/create", binds(new String[] {"/tmp:/x", "vol:/x"}, "true").toString());
        assertEquals(400, twice.status());
        assertEquals("Duplicate mount point: /x", twice.message());
        assertEquals(0, api.get("/volumes").json().path("Volumes").size(), "nothing was made");
    }

    @Test
    void volumesByThemselves() {
        Reply made = api.post("/volumes/create", "{\"Name\":\"mine\",\"Labels\":{\"k\":\"v\"}}");
        assertEquals(201, made.status(), made::toString);
        assertEquals(201, api.post("/volumes/create", "{\"Name\":\"mine\"}").status(), "once more is no error");
        assertEquals(1, listed("{\"label\":[\"k=v\"]}"));
        assertEquals(0, listed("{\"label\":[\"k=w\"]}"));
        assertEquals(400, api.post("/volumes/create", "{\"Name\":\"../x\"}").status());
        assertEquals(404, api.post("/volumes/create", "{\"Name\":\"other\",\"Driver\":\"nfs\"}").status());
        assertEquals(0, api.post("/volumes/prune").json().path("VolumesDeleted").size(), "a named one stays");
        assertEquals("mine", api.post("/volumes/prune?filters=" + Api.encode("{\"all\":[\"true\"]}")).json()
                .path("VolumesDeleted").path(0).asText());
        assertEquals(404, api.delete("/volumes/mine").status());
        assertEquals(204, api.delete("/volumes/mine?force=1").status());
    }

    private int listed(String filters) {
        return api.get("/volumes?filters=" + Api.encode(filters)).json().path("Volumes").size();
    }
}
