package io.jocker.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jocker.core.store.CrashPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that dies at a named point; the next one finds the image whole or not at all, and nothing else. */
class CrashTest {
    @TempDir
    Path root;

    /** The process that dies: data root, crash point, archive to load, name to remove or nothing. */
    static final class Victim {
        private Victim() {
        }

        /** Loads, then removes. */
        public static void main(String[] args) throws IOException {
            try (Stores stores = new Stores(Path.of(args[0]), CrashPoint.haltingAt(args[1]))) {
                stores.load(Files.newInputStream(Path.of(args[2])));
                stores.remover.remove("app:1", false, id -> false);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob.synced", "blob.renamed", "blob.recorded", "layer.staged", "layer.synced",
        "layer.renamed", "layer.recorded", "image.registering", "image.registered", "image.facts-deleted"})
    void theNextStartRepairs(String point) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "skipped: unpacking layers needs root");
        TestImage image = TestImage.small("x");
        Path archive = Files.write(root.resolve("archive.tar"), image.dockerArchive("app:1"));
        Path data = Files.createDirectory(root.resolve("data"));
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Victim.class.getName(),
                data.toString(), point, archive.toString())
                .redirectErrorStream(true).redirectOutput(root.resolve("log").toFile()).start();
        assertTrue(victim.waitFor(60, TimeUnit.SECONDS));
        assertEquals(137, victim.exitValue(), Files.readString(root.resolve("log")));

        try (Stores stores = new Stores(data, CrashPoint.none())) {
            boolean there = stores.resolver.find("app:1").isPresent();
            assertEquals(point.equals("image.registered"), there);
            if (!there) {
                assertEquals(Set.of(), stores.files(), "something was left behind");
                stores.load(new ByteArrayInputStream(image.dockerArchive("app:1")));
            }
            Path top = stores.layers.lowerDirs(image.diffIds().get(0)).get(0);
            assertEquals("x", Files.readString(top.resolve("etc/hello")));
            assertNotEquals(Set.of(), stores.files());
            stores.remover.remove("app:1", false, id -> false);
            assertEquals(Set.of(), stores.files());
            assertFalse(stores.resolver.find("app:1").isPresent());
        }
    }
}
