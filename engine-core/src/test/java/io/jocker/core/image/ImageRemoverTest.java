package io.jocker.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.image.ImageRemover.Deleted;
import io.jocker.core.image.ImageRemover.Removal;
import io.jocker.core.image.ImageRemover.Untagged;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Durability;
import io.jocker.core.store.Holds;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRemoverTest {
    private static final String CONTAINER = "c".repeat(64);

    @TempDir
    Path root;
    private Stores stores;
    private TestImage image;
    private Set<String> empty;

    @BeforeEach
    void open() {
        assumeTrue(System.getProperty("user.name").equals("root"), "skipped: unpacking layers needs root");
        stores = new Stores(root, CrashPoint.none());
        empty = stores.files();
        image = TestImage.small("x").label("yes");
        stores.load(new ByteArrayInputStream(image.dockerArchive("app:1")));
    }

    @AfterEach
    void close() {
        if (stores != null) {
            stores.close();
        }
    }

    private List<Removal> remove(String reference, boolean force, boolean running) {
        return stores.remover.remove(reference, force, id -> running);
    }

    private void use() {
        stores.database.write(Durability.RELAXED, connection -> {
            new Holds().hold(connection, Image.resource(image.id()), "container/" + CONTAINER);
            return null;
        });
    }

    private void conflict(String reference, boolean force, boolean running, String message) {
        EngineException e = assertThrows(EngineException.class, () -> remove(reference, force, running));
        assertEquals(ErrorKind.CONFLICT, e.kind());
        assertEquals(message, e.getMessage());
    }

    @Test
    void lastNameTakesTheImageAndItsBytesAlong() {
        assertEquals(List.of(new Untagged("app:1"), new Deleted(image.id().toString()),
                new Deleted(image.diffIds().get(0).toString())), remove("app:1", false, false));
        assertEquals(empty, stores.files());
        assertEquals("No such image: app:1",
                assertThrows(EngineException.class, () -> stores.resolver.resolve("app:1")).getMessage());
    }

    @Test
    void oneOfSeveralNamesGoesAlone() {
        stores.tagger.tag("app:1", ImageReference.parse("other"));
        assertEquals(List.of(new Untagged("app:1")), remove("app:1", false, false));
        assertEquals(List.of("other:latest"), stores.resolver.resolve("other").repoTags());
    }

    @Test
    void idOfAnImageWithSeveralNamesMustBeForced() {
        stores.tagger.tag("app:1", ImageReference.parse("other"));
        String id = image.id().shortHex();
        conflict(id, false, false, "conflict: unable to delete " + id
                + " (must be forced) - image is referenced in multiple repositories");
        assertEquals(4, remove(id, true, false).size());
        assertEquals(empty, stores.files());
    }

    @Test
    void nameInUseMustBeForced() {
        use();
        conflict("app:1", false, false, "conflict: unable to remove repository reference \"app:1\" (must force) - "
                + "container cccccccccccc is using its referenced image " + image.id().shortHex());
    }

    @Test
    void imageOfARunningContainerLosesItsNameButStays() {
        use();
        assertEquals(List.of(new Untagged("app:1")), remove("app:1", true, true));
        String id = image.id().shortHex();
        conflict(id, true, true, "conflict: unable to delete " + id
                + " (cannot be forced) - image is being used by running container cccccccccccc");
        conflict(id, false, false, "conflict: unable to delete " + id
                + " (must be forced) - image is being used by stopped container cccccccccccc");
    }

    @Test
    void forcedRemovalLeavesTheLayersToTheStoppedContainer() {
        use();
        assertEquals(2, remove("app:1", true, false).size());
        assertEquals(1, stores.layers.lowerDirs(image.diffIds().get(0)).size());
        stores.database.write(Durability.RELAXED, connection -> {
            new Holds().release(connection, "container/" + CONTAINER);
            return null;
        });
        stores.layers.collect();
        assertEquals(empty, stores.files());
    }

    @Test
    void sharedLayersStay() {
        TestImage other = TestImage.small("x").label("other");
        stores.load(new ByteArrayInputStream(other.dockerArchive("other:1")));
        assertEquals(List.of(new Untagged("app:1"), new Deleted(image.id().toString())),
                remove("app:1", false, false));
        assertEquals(1, stores.layers.lowerDirs(image.diffIds().get(0)).size());
        assertTrue(stores.content.find(other.diffIds().get(0)).isPresent());
    }

    @Test
    void unknownIsNotFound() {
        assertEquals(ErrorKind.NOT_FOUND,
                assertThrows(EngineException.class, () -> remove("nothing", false, false)).kind());
    }

    @Test
    void listFiltersAsDocker() {
        stores.load(new ByteArrayInputStream(TestImage.small("y").dockerArchive()));
        ImageLister lister = new ImageLister(stores.database, stores.resolver, Clock.systemUTC());
        assertEquals(2, lister.list(Map.of()).size());
        assertEquals(1, lister.list(Map.of("dangling", List.of("true"))).size());
        assertEquals(1, lister.list(Map.of("reference", List.of("a*"))).size());
        assertEquals(1, lister.list(Map.of("reference", List.of("*:1"))).size());
        assertEquals(0, lister.list(Map.of("reference", List.of("a*/*"))).size());
        assertEquals(1, lister.list(Map.of("label", List.of("l=yes"))).size());
        assertEquals(2, lister.list(Map.of("label", List.of("l"))).size());
        assertEquals(2, lister.list(Map.of("until", List.of("24h"))).size());
        assertEquals(0, lister.list(Map.of("until", List.of("2020-01-01"))).size());
        assertEquals(0, lister.list(Map.of("before", List.of("app:1"))).size());
        assertEquals("invalid filter 'nope'", assertThrows(EngineException.class,
                () -> lister.list(Map.of("nope", List.of("x")))).getMessage());
    }
}
