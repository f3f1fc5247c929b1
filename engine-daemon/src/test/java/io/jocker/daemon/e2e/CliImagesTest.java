package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images with stock clients. */
class CliImagesTest extends DaemonTest {
    private static final String CLIS = "io.jocker.daemon.e2e.Cli#all";

    @BeforeAll
    static void clis() {
        needCli();
    }

    private Command.Result ok(Cli cli, String... arguments) {
        Command.Result result = cli.run(daemon, arguments);
        assertEquals(0, result.code(), result::toString);
        return result;
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void loadTagListRemove(Cli cli) throws IOException {
        String archive = DaemonProcess.busybox().toString();
        assertEquals("Loaded image: busybox:latest\n", ok(cli, "load", "-q", "-i", archive).out());
        ok(cli, "tag", "busybox", "registry.test:5000/team/box:v1");
        String images = ok(cli, "images", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}").out();
        String id = ok(cli, "inspect", "--format", "{{.Id}}", "busybox").out().strip();
        String shortId = id.substring("sha256:".length(), "sha256:".length() + 12);
        assertTrue(images.contains("busybox:latest " + shortId + "\n"), images);
        assertTrue(images.contains("registry.test:5000/team/box:v1 " + shortId + "\n"), images);
        assertEquals(id + "\n", ok(cli, "images", "-q", "--no-trunc", "busybox").out());
        String removed = ok(cli, "rmi", "registry.test:5000/team/box:v1").out();
        assertEquals("Untagged: registry.test:5000/team/box:v1\n", removed);
        Command.Result missing = cli.run(daemon, "rmi", "registry.test:5000/team/box:v1");
        assertEquals(1, missing.code(), missing::toString);
        assertTrue(missing.err().contains("No such image: registry.test:5000/team/box:v1"), missing::toString);
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void loadsWhatIsCompressed(Cli cli) throws IOException {
        for (String tool : new String[] {"gzip", "zstd"}) {
            Path packed = daemon.folder().resolve("busybox." + tool);
            Command.Result made = Command.run("sh", "-c", "command -v " + tool + " >/dev/null || exit 9; " + tool
                    + " -c <" + DaemonProcess.busybox() + " >" + packed);
            if (made.code() == 9) {
                System.out.println("SKIPPED: there is no " + tool + " on this machine");
                continue;
            }
            assertEquals("Loaded image: busybox:latest\n", ok(cli, "load", "-q", "-i", packed.toString()).out());
        }
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void anImageInUseStays(Cli cli) {
        ok(cli, "tag", "busybox", "used:1");
        api.create("user1", Api.config("true").put("Image", "used:1"));
        String id = ok(cli, "inspect", "--format", "{{.Id}}", "used:1").out().strip();
        Command.Result refused = cli.run(daemon, "rmi", id);
        assertEquals(1, refused.code(), refused::toString);
        assertFalse(refused.err().isEmpty());
        ok(cli, "rmi", "used:1");
        ok(cli, "inspect", "busybox");
    }

    @ParameterizedTest
    @MethodSource(CLIS)
    void pullSaysWhatThisVersionCannot(Cli cli) {
        Command.Result result = cli.run(daemon, "pull", "nowhere.test/none");
        assertEquals(1, result.code(), result::toString);
        assertTrue(result.err().contains("registry"), result::toString);
    }
}
