package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk fills up: a clear error, nothing half-done, and everything as before once there is room again. */
@Timeout(60)
class FullDiskTest {
    private DaemonProcess daemon;
    private Path mount;

    @BeforeEach
    void mountSmallDisk() throws IOException {
        DaemonTest.needRoot();
        Path folder = Files.createTempDirectory("jkt-disk-");
        mount = folder.resolve("mnt");
        Files.createDirectory(mount);
        Path disk = folder.resolve("disk");
        // Overlay wants trusted.* attributes, which ext4 has.
        Command.Result made = Command.run("sh", "-c", "truncate -s 24M " + disk + " && mkfs.ext4 -q -m 0 " + disk
                + " && mount -o loop " + disk + " " + mount);
        DaemonTest.need(made.code() == 0, "no loop device can be mounted: " + made);
        DaemonProcess template = DaemonProcess.prepare();
        daemon = DaemonProcess.prepare(template.tag(), template.folder(), mount.resolve("data"));
        daemon.launch();
    }

    @AfterEach
    void unmount() throws IOException {
        try {
            if (daemon != null) {
                daemon.close();
            }
        } finally {
            Command.run("umount", mount.toString());
            Command.run("rm", "-rf", "--one-file-system", mount.getParent().toString());
        }
    }

    private String load(Path archive) {
        return Command.run("curl", "-sS", "--max-time", "14", "--unix-socket", daemon.socket().toString(), "-X",
                "POST", "-H", "Content-Type: application/x-tar", "-T", archive.toString(), "http://t/images/load")
                .toString();
    }

    @Test
    void aLoadThatDoesNotFitLeavesNothing() throws IOException {
        Path ballast = mount.resolve("ballast");
        // Leaves about one megabyte, the archive has two.
        Command.run("sh", "-c", "free=$(df --output=avail -k " + mount + " | tail -1); head -c $(((free-1000)*1024)) "
                + "/dev/zero >" + ballast);
        String answer = load(DaemonProcess.busybox());
        assertTrue(answer.contains("space"), answer);
        assertEquals("[]", daemon.api().get("/images/json").text());
        Set<String> left = Footprint.files(daemon.dataRoot());
        left.removeIf(f -> !f.matches("(blobs/sha256|layers|ingest|blobs/ingest)/.+"));
        assertEquals(Set.of(), left);
        assertEquals(200, daemon.api().get("/_ping").status());
        Files.delete(ballast);
        daemon.withBusybox();
        Api api = daemon.api();
        assertEquals(0, api.await(api.run("fits", "true")));
    }

    @Test
    void aContainerOnAFullDisk() throws IOException {
        daemon.withBusybox();
        Api api = daemon.api();
        String id = api.run("writer", "sh", "-c", "head -c 100000000 /dev/zero >/big; echo status $?; sleep 60");
        Eventually.holds("the disk is full", () -> mount.toFile().getUsableSpace() < 10_000
                && Footprint.processes(daemon.tag()).stream().anyMatch(p -> p.contains("sleep 60 ")
                && !p.contains("head")));
        assertEquals("running", api.status(id));
        Reply created = api.post("/containers/create?name=second", Api.config("true").toString());
        assertTrue(created.status() == 201 || created.status() == 500, created::toString);
        daemon.kill();
        Command.run("sh", "-c", "find " + daemon.dataRoot() + " -name big -size +1M -exec truncate -s 0 {} +");
        daemon.launch();
        assertEquals("running", api.status(id));
        assertEquals(204, api.delete("/containers/writer?force=1").status());
        assertEquals(0, api.await(api.run("after", "true")));
    }
}
