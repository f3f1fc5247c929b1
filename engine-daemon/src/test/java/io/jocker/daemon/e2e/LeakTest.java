package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many containers of many kinds come and go, and everything is as before. */
class LeakTest extends DaemonTest {
    private static final int FIRST = 60;
    private static final int CONTAINERS = 300;
    private static final int LANES = 8;
    /** Threads and descriptors that pools may keep. */
    private static final int SLACK = 12;

    private record State(Set<String> hostMounts, Set<String> daemonMounts, Set<String> cgroups, Set<String> files,
            Set<String> processes, Set<String> namespaces) {
    }

    private State state() {
        Set<String> files = new TreeSet<>(Footprint.files(daemon.execRoot()));
        // The database's own files come and go with its connections.
        Footprint.files(daemon.dataRoot()).stream().filter(f -> !f.startsWith("jocker.db")).forEach(files::add);
        files.removeIf(f -> f.startsWith("seccomp/"));
        return new State(Footprint.mounts(1, ""), Footprint.mounts(daemon.pid(), ""),
                Footprint.cgroups(daemon.tag()), files, Footprint.processes(daemon.tag()),
                Footprint.lines(java.nio.file.Path.of("/proc/net/dev"), line -> line.contains(":")).stream()
                        .map(line -> line.substring(0, line.indexOf(':')).strip())
                        .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void threeHundredContainersEightAtATime() throws IOException {
        // What is made once and for all, such as threads, is made now.
        runAll(FIRST);
        State before = state();
        Set<String> zombies = Footprint.zombies();
        int descriptors = Footprint.descriptors(daemon.pid());
        int threads = Footprint.threads(daemon.pid());
        runAll(CONTAINERS);
        Eventually.holds("everything is as before", () -> state().equals(before),
                () -> "before: " + before + "\nafter:  " + state());
        assertTrue(Footprint.descriptors(daemon.pid()) <= descriptors + SLACK,
                () -> descriptors + " descriptors became " + Footprint.descriptors(daemon.pid()));
        assertTrue(Footprint.threads(daemon.pid()) <= threads + SLACK,
                () -> threads + " threads became " + Footprint.threads(daemon.pid()));
        Set<String> newZombies = new TreeSet<>(Footprint.zombies());
        newZombies.removeAll(zombies);
        // Shims are children of the machine's first process, which takes its time in some environments.
        Eventually.holds("no zombie stays", () -> newZombies.stream().noneMatch(Footprint.zombies()::contains),
                newZombies::toString);
    }

    private void runAll(int containers) {
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            int first = lane;
            lanes.add(CompletableFuture.runAsync(() -> {
                for (int i = first; i < containers; i += LANES) {
                    one(i);
                }
            }, task -> new Thread(task, "lane").start()));
        }
        lanes.forEach(CompletableFuture::join);
        Eventually.holds("all are removed", () -> api.list("{}").isEmpty(), () -> api.list("{}").toString());
    }

    private void one(int number) {
        boolean autoRemove = number % 2 == 0;
        int kind = number / 2 % 6;
        ObjectNode config = kind == 4 ? Api.config("no-such-program")
                : Api.config("sh", "-c", kind == 5 ? "sleep 60 & sleep 60" : "echo hello; touch /x; exit "
                        + number % 100);
        config.put("Tty", kind == 1);
        config.withObject("/HostConfig").put("AutoRemove", autoRemove).put("Memory", kind == 2 ? 32 << 20 : 0)
                .put("NetworkMode", kind == 3 ? "host" : "none");
        String id = api.create("leak" + number, config);
        try (Connection attach = new Connection(daemon.socket())) {
            attach.request("POST", "/containers/" + id + "/attach?stream=1&stdout=1&stderr=1", null,
                    "Upgrade: tcp", "Connection: Upgrade").head();
            int started = api.post("/containers/" + id + "/start").status();
            assertEquals(kind == 4 ? 400 : 204, started);
            if (kind == 5) {
                assertEquals(204, api.post("/containers/" + id + "/kill").status());
            }
            attach.readAll();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (!autoRemove) {
            if (kind < 4) {
                assertEquals(number % 100, api.await(id));
            }
            assertEquals(204, api.delete("/containers/" + id + "?force=1").status());
        }
    }
}
