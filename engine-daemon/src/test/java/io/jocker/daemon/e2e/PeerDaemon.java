package io.jocker.daemon.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A dockerd of its own, as a peer: its roots, socket and control groups are nobody else's. It has no networks. */
final class PeerDaemon implements AutoCloseable {
    private static final long START_SECONDS = 60;

    private final Path folder;
    private final Path run;
    private final Process process;

    private PeerDaemon(Path folder, Path run, Process process) {
        this.folder = folder;
        this.run = run;
        this.process = process;
    }

    static boolean isInstalled() {
        return Stream.of("/usr/sbin/dockerd", "/usr/bin/dockerd").anyMatch(p -> Files.isExecutable(Path.of(p)));
    }

    /** Starts one and waits until it answers. */
    static PeerDaemon start() throws IOException {
        Path folder = Files.createTempDirectory("jkp-");
        Path run = Files.createDirectory(Path.of("/run", folder.getFileName().toString()));
        List<String> words = List.of("dockerd", "--host", "unix://" + run.resolve("d.sock"), "--data-root",
                folder.resolve("data").toString(), "--exec-root", run.resolve("d").toString(), "--pidfile",
                run.resolve("d.pid").toString(), "--bridge=none", "--iptables=false", "--ip-masq=false",
                "--ip-forward=false", "--cgroup-parent", "/" + folder.getFileName());
        Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
        PeerDaemon peer = new PeerDaemon(folder, run, process);
        try {
            peer.awaitAnswer();
            return peer;
        } catch (IOException | RuntimeException | Error e) {
            peer.close();
            throw e;
        }
    }

    private void awaitAnswer() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("dockerd does not answer:\n" + Files.readString(folder.resolve("log")));
            }
            Eventually.pause(100);
        }
    }

    private boolean answers() {
        try (Connection connection = new Connection(run.resolve("d.sock"))) {
            return connection.request("GET", "/_ping", null, "Connection: close").reply().status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    Api api() {
        return new Api(run.resolve("d.sock"));
    }

    Path socket() {
        return run.resolve("d.sock");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String at = mount.split(" ")[1];
            if (at.startsWith(folder.toString()) || at.startsWith(run.toString())) {
                Command.run("umount", "-l", at);
            }
        }
        File[] hierarchies = new File("/sys/fs/cgroup").listFiles(File::isDirectory);
        for (File hierarchy : hierarchies == null ? new File[0] : hierarchies) {
            removeGroups(hierarchy.toPath().resolve(folder.getFileName()));
        }
        Command.run("rm", "-rf", folder.toString(), run.toString());
    }

    private static void removeGroups(Path group) throws IOException {
        if (Files.isDirectory(group)) {
            try (Stream<Path> tree = Files.walk(group)) {
                tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).forEach(d -> d.toFile().delete());
            }
        }
    }
}
