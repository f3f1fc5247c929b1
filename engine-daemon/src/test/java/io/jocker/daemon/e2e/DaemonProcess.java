package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A jockerd of its own: with its own folders, socket and control groups, which can be killed and started again on
 * them. Closing it removes its containers and fails if anything else of it stays.
 */
final class DaemonProcess implements AutoCloseable {
    static final Path CHECKOUT = Path.of(System.getProperty("jocker.checkout", "..")).toAbsolutePath().normalize();
    private static final Path NATIVE = CHECKOUT.resolve("native-shims/target");
    private static final Path SHIM = NATIVE.resolve("jocker-shim");

    private final String tag;
    private final Path folder;
    private final Path dataRoot;
    private final Path execRoot;
    private String options = "";
    private String systemctlPath = "";
    private Process process;

    private DaemonProcess(String tag, Path folder, Path dataRoot) {
        this.tag = tag;
        this.folder = folder;
        this.dataRoot = dataRoot;
        this.execRoot = Path.of("/run", tag);
    }

    /** Prepares the folders of a daemon that does not run yet. */
    static DaemonProcess prepare() throws IOException {
        String tag = String.format("jkt-%06x", new Random().nextInt(1 << 24));
        Path folder = Files.createTempDirectory(tag + "-");
        return prepare(tag, folder, folder.resolve("data"));
    }

    static DaemonProcess prepare(String tag, Path folder, Path dataRoot) throws IOException {
        DaemonProcess daemon = new DaemonProcess(tag, folder, dataRoot);
        daemon.configure("{\"cgroup-parent\": \"/" + tag + "\"}");
        return daemon;
    }

    /** A daemon that answers. */
    static DaemonProcess start() throws IOException {
        DaemonProcess daemon = prepare();
        daemon.launch();
        return daemon;
    }

    void configure(String json) throws IOException {
        Files.writeString(folder.resolve("daemon.json"), json);
    }

    /** The command that starts a daemon on these folders. */
    List<String> command(String... more) {
        List<String> words = new ArrayList<>(List.of(SHIM.toString(), "launch", "--",
                Path.of(System.getProperty("java.home"), "bin/java").toString()));
        if (Runtime.version().feature() >= 24) {
            words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "-XX:+UseSerialGC", "-Xmx256m", "-Xss512k",
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Djocker.shim=" + SHIM, "-Djocker.share=" + NATIVE,
                "io.jocker.daemon.Main", "--host", "unix://" + socket(), "--data-root", dataRoot.toString(),
                "--exec-root", execRoot.toString(), "--config-file", folder.resolve("daemon.json").toString()));
        words.addAll(List.of(more));
        return words;
    }

    /** Starts it and waits until it answers. */
    void launch(String... more) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(more)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
        if (!options.isEmpty()) {
            builder.environment().put("JDK_JAVA_OPTIONS", options);
        }
        if (!systemctlPath.isEmpty()) {
            builder.environment().put("JOCKER_SYSTEMCTL", systemctlPath);
        }
        process = builder.start();
        Eventually.holds("the daemon answers", () -> !process.isAlive() || answers(), this::logText);
        if (!process.isAlive()) {
            throw new AssertionError("the daemon did not start:\n" + logText());
        }
    }

    /** Starts it so that it ends as by kill -9 when it reaches a crash point. */
    void launchToEndAt(String crashPoint) throws IOException {
        options = "-Djocker.crash-point=" + crashPoint;
        launch();
        options = "";
    }

    /** Waits until it has ended by itself; its exit code. */
    int ended() {
        ended(10_000);
        return process.exitValue();
    }

    private boolean answers() {
        if (!Files.exists(socket())) {
            return false;
        }
        try (Connection connection = new Connection(socket())) {
            return connection.request("GET", "/_ping", null, "Connection: close").reply().status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    Path socket() {
        return Path.of("/run", tag + ".sock");
    }

    Path folder() {
        return folder;
    }

    Path dataRoot() {
        return dataRoot;
    }

    Path execRoot() {
        return execRoot;
    }

    String tag() {
        return tag;
    }

    long pid() {
        return process.pid();
    }

    Api api() {
        return new Api(socket());
    }

    private File log() {
        return folder.resolve("daemon.log").toFile();
    }

    String logText() {
        return Footprint.read(log().getPath());
    }

    /** Starts it so that it takes the machine to be in this state of systemd's. */
    void launchInMachine(String state) throws IOException {
        Path systemctl = Files.writeString(folder.resolve("systemctl"), "#!/bin/sh\necho " + state + "\n");
        Files.setPosixFilePermissions(systemctl, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        systemctlPath = systemctl.toString();
        launch();
        systemctlPath = "";
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        ended(5000);
    }

    /** SIGTERM; how long it took to end, in milliseconds. */
    long stop() {
        long start = System.nanoTime();
        process.destroy();
        ended(10_000);
        if (process.exitValue() != 0) {
            throw new AssertionError("the daemon ended with " + process.exitValue() + ":\n" + logText());
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private void ended(long millis) {
        try {
            if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the daemon did not end within " + millis + " ms:\n" + logText());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Loads the image busybox. */
    DaemonProcess withBusybox() throws IOException {
        loadBusybox(socket());
        return this;
    }

    static void loadBusybox(Path socket) throws IOException {
        Command.Result loaded = Command.run("curl", "-sS", "--max-time", "14", "--unix-socket", socket.toString(),
                "-X", "POST", "-H", "Content-Type: application/x-tar", "-T", busybox().toString(),
                "http://test/images/load");
        assertEquals(0, loaded.code(), loaded::toString);
        assertEquals(200, new Api(socket).get("/images/busybox/json").status(), loaded::toString);
    }

    /** The archive of the image busybox; made once. */
    static synchronized Path busybox() throws IOException {
        Path archive = CHECKOUT.resolve("engine-daemon/target/e2e-busybox.tar");
        if (!Files.exists(archive)) {
            Files.createDirectories(archive.getParent());
            Command.Result made = Command.run(CHECKOUT.resolve("scripts/dist/busybox-image").toString(),
                    archive.toString());
            assertEquals(0, made.code(), made::toString);
        }
        return archive;
    }

    /** Everything of this daemon that is still there though its containers were removed and it was stopped. */
    Set<String> remains() {
        Set<String> remains = new TreeSet<>();
        remains.addAll(Footprint.processes(tag));
        remains.addAll(Footprint.mounts(1, tag));
        remains.addAll(Footprint.mounts(ProcessHandle.current().pid(), tag));
        Footprint.cgroups(tag).stream().filter(g -> !g.endsWith("/" + tag)).forEach(remains::add);
        Footprint.files(execRoot).stream().filter(f -> !f.equals("s") && !f.startsWith("seccomp"))
                .forEach(remains::add);
        Footprint.files(dataRoot.resolve("containers")).forEach(remains::add);
        if (Files.exists(socket())) {
            remains.add(socket().toString());
        }
        return remains;
    }

    @Override
    public void close() throws IOException {
        try {
            if (process != null && process.isAlive()) {
                api().removeAll();
                long millis = stop();
                assertEquals(Set.of(), remains(), () -> "left behind; the daemon's log:\n" + logText());
                assertEquals(true, millis <= 2000, "SIGTERM took " + millis + " ms");
            }
        } finally {
            sweep();
        }
    }

    /** What a failed test may have left must not disturb the next one. */
    private void sweep() throws IOException {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
        }
        for (String left : Footprint.processes(tag)) {
            Command.run("kill", "-9", left.substring(0, left.indexOf(' ')));
        }
        List<String> groups = new ArrayList<>(Footprint.cgroups(tag));
        java.util.Collections.reverse(groups);
        groups.forEach(group -> Command.run("rmdir", group));
        Files.deleteIfExists(socket());
        try (Stream<Path> folders = Stream.of(execRoot, folder)) {
            folders.forEach(f -> Command.run("rm", "-rf", "--one-file-system", f.toString()));
        }
    }
}
