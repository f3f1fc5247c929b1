package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a daemon starts, and why it refuses to. */
@Timeout(60)
class DaemonStartTest {
    private DaemonProcess daemon;

    @BeforeEach
    void prepare() throws IOException {
        DaemonTest.needRoot();
        daemon = DaemonProcess.prepare();
    }

    @AfterEach
    void close() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    private static Command.Result run(DaemonProcess daemon, String... more) {
        return Command.start(Map.of(), daemon.command(more)).endInput().await();
    }

    private void refused(Command.Result result, String... texts) {
        assertNotEquals(0, result.code(), result::toString);
        for (String text : texts) {
            assertTrue(result.toString().contains(text), () -> text + " is not in " + result);
        }
        assertTrue(!result.toString().contains("\tat "), () -> "a stack trace is no message: " + result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {;"no-such-key": 1}             | line 2 | "no-such-key" is not known
            {;;"debug": "yes"}              | line 3 | "debug" must be
            {;"labels": "a=b"}              | line 2 | "labels" must be
            {;"labels": ["a"]}              | line 2 | "labels": bad attribute format
            {"live-restore": false}         | line 1 | live-restore
            {"bip": "10.0.0.1/24"}          | line 1 | "bip"
            {"data-root": "/elsewhere"}     | data-root | remove one
            {;;"log-driver": "nope"}        | line 3 | "log-driver": logger: no log driver named
            {;"default-shm-size": "much"}   | line 2 | "default-shm-size": invalid size
            {;"log-level": "chatty"}        | line 2 | "log-level": invalid log level: chatty
            {;"group": "no-such-group"}     | line 2 | "group": the group no-such-group
            {;"debug": true,;"debug": true} | line 3 | twice
            {;"debug": tru}                 | line 2 | not valid JSON
            []                              | line 1 | an object
            {} {}                           | line 1 | unexpected content after JSON
            """)
    void badConfigurationsNameKeyAndLine(String json, String first, String second) throws IOException {
        daemon.configure(json.replace(';', '\n'));
        refused(run(daemon), first, second);
        refused(run(daemon, "--validate"), first, second);
        assertTrue(!Files.exists(daemon.socket()) && !Files.exists(daemon.dataRoot()), "nothing was touched");
    }

    @Test
    void badOptions() {
        refused(run(daemon, "--no-such-option"), "--no-such-option");
        refused(run(daemon, "--host", "tcp://0.0.0.0:2375"), "tcp://0.0.0.0:2375");
        refused(run(daemon, "--group", "no-such-group"), "no-such-group");
        refused(run(daemon, "--log-level", "loud"), "loud");
        assertEquals(0, run(daemon, "--version").code());
        assertEquals(0, run(daemon, "--validate").code());
    }

    @Test
    void aSecondDaemonIsRefusedNamingTheFirst() throws IOException {
        daemon.launch();
        refused(run(daemon), "pid " + daemon.pid(), "data root");
        DaemonProcess other = DaemonProcess.prepare(daemon.tag(), daemon.folder(),
                daemon.folder().resolve("other"));
        refused(run(other), "pid " + daemon.pid(), daemon.socket().toString());
        assertTrue(!Files.exists(other.dataRoot()), "a refused start takes back what it made");
        List<String> elsewhere = other.command().stream().map(word -> word.replace("unix:///run",
                "unix://" + daemon.folder())).toList();
        refused(Command.start(Map.of(), elsewhere).endInput().await(), "pid " + daemon.pid(),
                "exec root " + daemon.execRoot());
        assertTrue(!Files.exists(other.dataRoot()) && !Files.exists(daemon.folder().resolve(other.tag() + ".sock")));
        assertEquals(200, daemon.api().get("/_ping").status());
    }

    @Test
    void aRefusedStartLeavesNothing() throws IOException {
        Path socket = daemon.folder().resolve("no/such/folder.sock");
        refused(run(daemon, "--host", "unix://" + socket), socket.getParent().toString(), "--host");
        assertTrue(!Files.exists(daemon.dataRoot()) && !Files.exists(daemon.execRoot())
                && !Files.exists(daemon.socket()) && !Files.exists(socket.getParent()));
    }

    @Test
    void aStaleSocketIsReplacedAndOtherFilesAreNot() throws IOException {
        daemon.launch();
        daemon.kill();
        assertTrue(Files.exists(daemon.socket()));
        daemon.launch();
        daemon.stop();
        Files.writeString(daemon.socket(), "precious");
        refused(run(daemon), daemon.socket().toString());
        assertEquals("precious", Files.readString(daemon.socket()));
        Files.delete(daemon.socket());
    }

    @Test
    void aNewerSchemaIsLeftAlone() throws IOException {
        DaemonTest.need(Command.run("sh", "-c", "command -v python3").code() == 0, "there is no python3");
        daemon.launch();
        daemon.stop();
        Path database = daemon.dataRoot().resolve("jocker.db");
        Command.Result raised = Command.run("python3", "-c", "import sqlite3,sys;c=sqlite3.connect(sys.argv[1]);"
                + "v=c.execute('pragma user_version').fetchone()[0];c.execute('pragma user_version=%d'%(v+1000));"
                + "c.commit();c.execute('pragma wal_checkpoint(truncate)');print(v)", database.toString());
        assertEquals(0, raised.code(), raised::toString);
        byte[] before = Files.readAllBytes(database);
        refused(run(daemon), "newer");
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(database)));
    }

    @Test
    void foldersAndSocketAreClosedToOthers() throws IOException {
        daemon.launch();
        assertEquals("rw-rw----", mode(daemon.socket()));
        assertEquals("rwx--x---", mode(daemon.dataRoot()));
        assertEquals("rwx------", mode(daemon.execRoot()));
        DaemonTest.need(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv(1)");
        Command.Result curl = Command.start(Map.of(), List.of("setpriv", "--reuid", "65534", "--regid", "65534",
                "--clear-groups", "curl", "-sS", "--unix-socket", daemon.socket().toString(), "http://t/_ping"))
                .endInput().await();
        assertEquals(7, curl.code(), curl::toString);
        Cli.all().forEach(cli -> {
            Command.Result refused = Command.start(Map.of("HOME", "/nonexistent"), List.of("setpriv", "--reuid",
                    "65534", "--regid", "65534", "--clear-groups", cli.program().toString(), "-H",
                    "unix://" + daemon.socket(), "ps")).endInput().await();
            assertEquals(1, refused.code(), refused::toString);
            assertTrue(refused.err().contains("permission denied"), refused::toString);
        });
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void pidFileAndReload() throws IOException {
        Path pidFile = daemon.folder().resolve("pid");
        daemon.launch("--pidfile", pidFile.toString());
        assertEquals(daemon.pid(), Long.parseLong(Files.readString(pidFile).strip()));
        daemon.configure("{\"cgroup-parent\": \"/" + daemon.tag() + "\", \"labels\": [\"a=b\"], \"debug\": true}");
        Command.run("kill", "-HUP", String.valueOf(daemon.pid()));
        Eventually.holds("the labels are taken over", () -> daemon.api().get("/info").text().contains("a=b"),
                () -> Footprint.read("/proc/" + daemon.pid() + "/status") + daemon.logText());
        daemon.configure("{\"odd\": 1}");
        Command.run("kill", "-HUP", String.valueOf(daemon.pid()));
        Eventually.holds("the refusal is logged", () -> daemon.logText().contains("nothing changed"));
        assertTrue(daemon.api().get("/info").text().contains("a=b"));
        daemon.stop();
        assertTrue(!Files.exists(pidFile));
    }

    @Test
    void startsWithinASecondOrTwo() throws IOException {
        daemon.launch();
        daemon.stop();
        long start = System.nanoTime();
        daemon.launch();
        long millis = (System.nanoTime() - start) / 1_000_000;
        // The promise is one second; the other is for machines that are busy with other tests.
        assertTrue(millis < 2000, "it took " + millis + " ms");
    }
}
