package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is promised is synced, once; what is not promised is not paid for. Counted by strace(1). */
class SyncTest extends DaemonTest {
    private static final List<String> STRACE = List.of("strace", "-f", "-qq", "-e",
            "trace=fsync,fdatasync,sync,syncfs,sync_file_range", "-y");

    /** The syncs of daemon and shims while something is done, a line each. */
    private List<String> syncs(Runnable work) throws IOException {
        DaemonTest.need(Command.run("sh", "-c", "command -v strace").code() == 0, "there is no strace(1)");
        Path trace = daemon.folder().resolve("trace");
        Files.deleteIfExists(trace);
        List<String> words = new ArrayList<>(STRACE);
        words.addAll(List.of("-o", trace.toString(), "-p", String.valueOf(daemon.pid())));
        Command strace = Command.start(Map.of(), words);
        Eventually.holds("strace is there", () -> Footprint.read("/proc/" + daemon.pid() + "/status")
                .lines().anyMatch(line -> line.matches("TracerPid:\\s+[1-9]\\d*")));
        // One thread after the other is attached.
        Eventually.pause(300);
        work.run();
        Eventually.pause(200);
        Command.run("sh", "-c", "kill -INT $(awk '/^TracerPid/ {print $2}' /proc/" + daemon.pid() + "/status)");
        strace.endInput().await();
        return Files.readAllLines(trace).stream().filter(line -> line.contains("sync")).toList();
    }

    @Test
    void containersThatArePromisedAreSyncedOnce() throws IOException {
        List<String> created = syncs(() -> api.create("kept", Api.config("true")));
        assertEquals(List.of("jocker.db-wal"), files(created), created::toString);
        String id = api.inspect("kept").path("Id").asText();
        List<String> ran = syncs(() -> {
            assertEquals(204, api.post("/containers/kept/start").status());
            assertEquals(0, api.await("kept"));
        });
        // The record of its exit, which the shim writes, and that record's name.
        assertEquals(List.of("exit.json.tmp", id), files(ran), ran::toString);
        List<String> removed = syncs(() -> assertEquals(204, api.delete("/containers/kept").status()));
        assertEquals(List.of("jocker.db-wal"), files(removed), removed::toString);
    }

    /** The last part of each path, without the pid that a temporary file's name ends with. */
    private static List<String> files(List<String> syncs) {
        return syncs.stream().map(line -> line.replaceFirst(".*/([^/>]*)>.*", "$1").replaceFirst("tmp\\d+", "tmp"))
                .toList();
    }

    @Test
    void containersThatAreRemovedAfterTheirExitAreNeverSynced() throws IOException {
        var config = Api.config("true");
        config.withObject("/HostConfig").put("AutoRemove", true);
        assertEquals(List.of(), syncs(() -> {
            String id = api.run("passing", config);
            Eventually.holds("it is gone", () -> api.status(id).equals("gone"));
        }));
    }
}
