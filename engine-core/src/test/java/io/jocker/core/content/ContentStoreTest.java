package io.jocker.core.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.LibC;
import io.jocker.core.reference.Digest;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import io.jocker.core.store.Durability;
import io.jocker.core.store.Holds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path root;
    private Database database;
    private ContentStore store;

    @BeforeEach
    void open() {
        database = Database.open(root);
        store = new ContentStore(root, database, new LibC(), CrashPoint.none());
        store.sweep();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private Blob put(byte[] content, Optional<Digest> expected, String holder) {
        try (BlobWriter writer = store.ingest(expected)) {
            writer.write(content, 0, content.length);
            return writer.commit(holder);
        }
    }

    private void release(String holder) {
        database.write(Durability.RELAXED, connection -> {
            new Holds().release(connection, holder);
            return null;
        });
    }

    private int filesIn(String directory) throws IOException {
        try (var all = Files.list(root.resolve(directory))) {
            return (int) all.count();
        }
    }

    @Test
    void whatIsCommittedCanBeRead() {
        Blob blob = put(HELLO, Optional.empty(), "test");
        assertEquals(new Blob(Digest.sha256(HELLO), 5), blob);
        assertArrayEquals(HELLO, store.read(blob.digest(), 5));
        assertEquals(ErrorKind.INVALID,
                assertThrows(EngineException.class, () -> store.read(blob.digest(), 4)).kind());
    }

    @Test
    void everyAlgorithmOfTheSpecificationIsTaken() {
        for (String name : new String[] {"sha256:" + "0".repeat(64), "sha384:" + "0".repeat(96),
            "sha512:" + "0".repeat(128)}) {
            Digest digest = Digest.parse(name).of(HELLO);
            put(HELLO, Optional.of(digest), "test");
            assertArrayEquals(HELLO, store.read(digest, 5));
        }
    }

    @Test
    void wrongDigestOrSizeIsRefusedAndNothingStays() throws IOException {
        assertEquals(ErrorKind.INVALID, assertThrows(EngineException.class,
                () -> put(HELLO, Optional.of(Digest.sha256("other")), "test")).kind());
        try (BlobWriter writer = store.ingest(Optional.of(Digest.sha256(HELLO)))) {
            writer.write(HELLO, 0, 5);
            assertThrows(EngineException.class, () -> writer.verify(6));
        }
        assertEquals(0, filesIn("ingest"));
        assertEquals(0, filesIn("blobs/sha256"));
    }

    @Test
    void damageOnDiskIsFoundWhileReading() throws IOException {
        Blob blob = put(HELLO, Optional.empty(), "test");
        Files.writeString(root.resolve("blobs/sha256").resolve(blob.digest().hex()), "hullo");
        assertEquals(ErrorKind.INTERNAL,
                assertThrows(EngineException.class, () -> store.read(blob.digest(), 5)).kind());
    }

    @Test
    void onlyWhatNobodyNeedsIsCollected() throws IOException {
        Blob child = put(HELLO, Optional.empty(), "lease/1");
        Blob parent = put("parent".getBytes(StandardCharsets.UTF_8), Optional.empty(), "image/1");
        store.link(parent.digest(), List.of(child.digest()));
        release("lease/1");
        assertEquals(List.of(), store.collect());
        release("image/1");
        assertEquals(2, store.collect().size());
        assertEquals(0, filesIn("blobs/sha256"));
    }

    @Test
    void sweepRemovesLeftovers() throws IOException {
        Files.writeString(root.resolve("ingest/17"), "half");
        Files.writeString(root.resolve("blobs/sha256/" + "0".repeat(64)), "renamed but not recorded");
        store.sweep();
        assertEquals(0, filesIn("ingest"));
        assertEquals(0, filesIn("blobs/sha256"));
    }

    @Test
    void commitsAndCollectionsOfTheSameContentNeverLoseIt() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String holder = "lease/" + i;
            all.add(pool.submit(() -> {
                for (int k = 0; k < 50; k++) {
                    Blob blob = put(HELLO, Optional.empty(), holder);
                    assertArrayEquals(HELLO, store.read(blob.digest(), 5));
                    release(holder);
                    store.collect();
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        pool.shutdown();
        assertEquals(0, filesIn("blobs/sha256"));
        assertFalse(store.find(Digest.sha256(HELLO)).isPresent());
    }

    @Test
    void largeContentIsWrittenWhole() {
        byte[] large = new byte[20 << 20];
        new Random(3).nextBytes(large);
        Blob blob = put(large, Optional.empty(), "test");
        assertTrue(Digest.sha256(large).equals(blob.digest()));
        assertArrayEquals(large, store.read(blob.digest(), large.length));
    }
}
