package io.jocker.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.archive.TarBuilder;
import io.jocker.core.image.TestImage.Packing;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.store.CrashPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLoaderTest {
    @TempDir
    Path root;
    private Stores stores;

    @BeforeEach
    void open() {
        assumeTrue(System.getProperty("user.name").equals("root"), "skipped: unpacking layers needs root");
        stores = new Stores(root, CrashPoint.none());
    }

    @AfterEach
    void close() {
        if (stores != null) {
            stores.close();
        }
    }

    private List<LoadedImage> load(byte[] archive) {
        return stores.load(new ByteArrayInputStream(archive));
    }

    private String hello(String reference) throws IOException {
        Image image = stores.resolver.resolve(reference);
        Path top = stores.layers.lowerDirs(image.chainId().orElseThrow()).get(0);
        return Files.readString(top.resolve("etc/hello"));
    }

    @Test
    void dockerArchiveLoadsWithItsNames() throws IOException {
        TestImage image = TestImage.small("one");
        List<LoadedImage> loaded = load(image.dockerArchive("hello:v1", "localhost:5000/other:latest"));
        assertEquals(List.of(new LoadedImage(image.id(), List.of(ImageReference.parse("hello:v1"),
                ImageReference.parse("localhost:5000/other:latest")))), loaded);
        Image found = stores.resolver.resolve("hello:v1");
        assertEquals(image.id(), found.id());
        assertEquals(List.of("hello:v1", "localhost:5000/other:latest"), found.repoTags());
        assertEquals(List.of(), found.repoDigests());
        assertEquals(List.of("PATH=/bin"), found.config().defaults().env());
        assertEquals("one", hello(image.id().shortHex()));
        assertEquals(3, found.size());
    }

    @Test
    void nothingOfTheSpoolStays() {
        load(TestImage.small("one").dockerArchive("hello:v1"));
        // Configuration, layer, generated manifest; one unpacked layer.
        assertEquals(3, stores.files().stream().filter(name -> name.startsWith("blobs/")).count());
        assertTrue(stores.files().contains("layers/1"));
        assertEquals(0, stores.files().stream().filter(name -> name.startsWith("ingest/")).count());
    }

    @Test
    void equalLayersOfDockersArchiveAreLinks() {
        byte[] layer = new TarBuilder().file("etc/hello", "x").bytes();
        byte[] other = new TarBuilder().file("etc/other", "x").bytes();
        TestImage image = TestImage.of(layer, other, layer);
        load(image.dockerArchive("twice:latest"));
        assertEquals(3, stores.layers.stack(stores.resolver.resolve("twice").chainId().orElseThrow()).size());
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,false", "GZIP,false", "ZSTD,false", "GZIP,true"})
    void ociLayoutKeepsItsDigest(Packing packing, boolean nested) throws IOException {
        TestImage image = TestImage.small("oci");
        load(image.ociArchive(packing, "docker.io/library/oci:1", nested));
        Image found = stores.resolver.resolve("oci:1");
        assertEquals(image.id(), found.id());
        assertEquals("oci", hello("oci:1"));
        Digest target = found.target().orElseThrow().digest();
        assertEquals(nested, !target.equals(Digest.sha256(image.manifest(packing))));
        assertTrue(stores.content.find(target).isPresent());
        assertTrue(stores.content.find(Digest.sha256(image.manifest(packing))).isPresent());
    }

    @Test
    void imageWithoutNameLoadsById() {
        TestImage image = TestImage.small("anonymous");
        assertEquals(List.of(new LoadedImage(image.id(), List.of())), load(image.dockerArchive()));
        assertEquals(List.of(), stores.resolver.resolve(image.id().toString()).repoTags());
    }

    @Test
    void imageWithoutLayersLoads() {
        load(TestImage.of().dockerArchive("empty:latest"));
        assertTrue(stores.resolver.resolve("empty").chainId().isEmpty());
    }

    @Test
    void compressedArchiveLoads() throws IOException {
        load(TarBuilder.gzip(TestImage.small("gz").dockerArchive("gz:latest")));
        assertEquals("gz", hello("gz"));
    }

    @Test
    void loadingAgainChangesNothing() {
        byte[] archive = TestImage.small("same").dockerArchive("same:latest");
        load(archive);
        Set<String> before = stores.files();
        load(archive);
        assertEquals(before, stores.files());
    }

    @Test
    void nameMovesToTheNewerImage() {
        TestImage old = TestImage.small("old");
        load(old.dockerArchive("moving:latest"));
        List<String> told = new ArrayList<>();
        stores.loader.load(new ByteArrayInputStream(TestImage.small("new").dockerArchive("moving:latest")),
                new ProgressListener() {
                    @Override
                    public void message(String text) {
                        told.add(text);
                    }

                    @Override
                    public void progress(String id, String status, long current, long total) {
                        // Not of interest here.
                    }
                });
        assertEquals(List.of("The image moving:latest already exists, renaming the old one with ID " + old.id()
                + " to empty string"), told);
        assertEquals(List.of(), stores.resolver.resolve(old.id().toString()).repoTags());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 1000, 2000, 5000, 7000})
    void archiveCutAnywhereLeavesNothing(int length) {
        byte[] whole = TestImage.small("cut").dockerArchive("cut:latest");
        Set<String> before = stores.files();
        refused(Arrays.copyOf(whole, Math.min(length, whole.length - 1025)), "invalid image archive");
        assertEquals(before, stores.files());
    }

    @Test
    void cutCompressedArchiveIsRefused() {
        byte[] whole = TarBuilder.gzip(TestImage.small("cut").dockerArchive("cut:latest"));
        refused(Arrays.copyOf(whole, whole.length / 2), "ends in the middle");
    }

    @Test
    void blobThatIsNotItsDigestIsRefused() {
        TarBuilder tar = new TarBuilder().file("blobs/sha256/" + "0".repeat(64), "something else");
        refused(tar.bytes(), "content does not match its digest");
    }

    @Test
    void layerThatIsNotItsDiffIdIsRefusedAndNothingStays() {
        Set<String> before = stores.files();
        TestImage image = TestImage.small("right");
        byte[] wrong = TestImage.small("wrong").dockerArchive("x:latest");
        String text = new String(wrong, StandardCharsets.ISO_8859_1);
        // The archive of one image with the configuration of another.
        TarBuilder tar = new TarBuilder().file("c.json", image.config())
                .file("l.tar", new TarBuilder().file("evil", "evil").bytes())
                .file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"x:latest\"],\"Layers\":[\"l.tar\"]}]");
        assertTrue(text.length() > 0);
        refused(tar.bytes(), "wrong diff id");
        assertEquals(before, stores.files());
    }

    @Test
    void layerWithAnotherSizeThanStatedIsRefused() {
        TestImage image = TestImage.small("sized");
        byte[] manifest = new String(image.manifest(Packing.PLAIN), StandardCharsets.UTF_8)
                .replaceFirst("(tar\",\"digest\":\"[^\"]*\",\"size\":)", "$11").getBytes(StandardCharsets.UTF_8);
        TarBuilder tar = new TarBuilder();
        TestImage.blob(tar, manifest);
        TestImage.blob(tar, image.config());
        TestImage.blob(tar, new TarBuilder().directory("etc/", 0755).file("etc/hello", "sized").bytes());
        tar.file("index.json", TestImage.index(TestImage.descriptor("application/vnd.oci.image.manifest.v1+json",
                manifest, "")));
        refused(tar.bytes(), "bytes instead of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]x", "{}", "[1]", "[{\"Config\":1}]", "[{\"Config\":\"absent\",\"Layers\":[]}]",
        "[{\"Config\":\"a\",\"Config\":\"a\"}]", "[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]"})
    void malformedManifestIsRefused(String json) {
        EngineException e = assertThrows(EngineException.class,
                () -> load(new TarBuilder().file("manifest.json", json).bytes()));
        assertEquals(ErrorKind.INVALID, e.kind());
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        refused(new TarBuilder().file("manifest.json", "[".repeat(100_000)).bytes(), "malformed");
    }

    @Test
    void archiveWithPathsOutsideIsRefused() {
        refused(new TarBuilder().file("../manifest.json", "[]").bytes(), "leads outside");
    }

    @Test
    void somethingElseIsRefused() {
        refused("not an archive at all".getBytes(StandardCharsets.UTF_8), "invalid image archive");
        refused(new TarBuilder().file("a", "b").bytes(), "neither manifest.json nor index.json");
    }

    @Test
    void wrongPlatformIsNamed() {
        TestImage image = TestImage.small("x");
        byte[] manifest = image.manifest(Packing.PLAIN);
        TarBuilder tar = new TarBuilder();
        TestImage.blob(tar, manifest);
        TestImage.blob(tar, image.config());
        String type = "application/vnd.oci.image.manifest.v1+json";
        tar.file("index.json", TestImage.index(
                TestImage.descriptor(type, manifest, platform("s390x")) + ","
                + TestImage.descriptor(type, manifest, platform("mips"))));
        refused(tar.bytes(), "it has linux/mips, linux/s390x");
    }

    private static String platform(String architecture) {
        return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
    }

    @Test
    void sourceThatFailsIsReported() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        EngineException e = assertThrows(EngineException.class, () -> stores.load(broken));
        assertTrue(e.getMessage().contains("connection reset"), e.getMessage());
    }

    @Test
    void fullDiskIsSaidClearlyAndNothingStays() throws IOException, InterruptedException {
        Path small = Files.createDirectory(root.resolve("small"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=10m", "jocker-test", small.toString())
                .start().waitFor() == 0;
        assumeTrue(mounted, "skipped: no small file system can be mounted here");
        try (Stores cramped = new Stores(small, CrashPoint.none())) {
            Set<String> before = cramped.files();
            // Fits once, as blobs, and not twice; then not even once.
            for (byte[] archive : List.of(TestImage.of(big(1), big(2)).dockerArchive("full:latest"),
                    TestImage.of(big(1), big(2), big(3), big(4)).dockerArchive("full:latest"))) {
                EngineException e = assertThrows(EngineException.class,
                        () -> cramped.load(new ByteArrayInputStream(archive)));
                assertEquals(ErrorKind.UNAVAILABLE, e.kind());
                assertTrue(e.getMessage().contains("no space left on device"), e.getMessage());
                assertEquals(before, cramped.files());
            }
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @Test
    void manyAtOnceShareTheWork() throws Exception {
        TestImage base = TestImage.of(big(1), big(2));
        byte[] archive = base.dockerArchive("many:latest");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Callable<List<LoadedImage>>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> load(archive));
        }
        for (Future<List<LoadedImage>> result : pool.invokeAll(calls)) {
            assertEquals(base.id(), result.get().get(0).id());
        }
        pool.shutdown();
        assertEquals(2, stores.files().stream().filter(name -> name.startsWith("layers/")).count());
    }

    private static byte[] big(int seed) {
        byte[] content = new byte[3_000_000];
        new java.util.Random(seed).nextBytes(content);
        return new TarBuilder().file("big" + seed, content).bytes();
    }

    private void refused(byte[] archive, String words) {
        EngineException e = assertThrows(EngineException.class, () -> load(archive));
        assertEquals(ErrorKind.INVALID, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
