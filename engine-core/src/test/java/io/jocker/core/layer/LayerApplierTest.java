package io.jocker.core.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_BLK;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_CHR;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_FIFO;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_LINK;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_NORMAL;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_SYMLINK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.TarBuilder;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.LibC;
import io.jocker.core.host.OpenFile;
import io.jocker.core.host.TreeRemover;
import io.jocker.core.host.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What layers become on disk, and what hostile ones do not. */
class LayerApplierTest {
    @TempDir
    Path temp;
    private Path root;
    private Path outside;
    private Directory directory;
    private final Xattrs xattrs = new Xattrs();
    private final TarBuilder tar = new TarBuilder();

    @BeforeEach
    void open() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "skipped: owners and devices need root");
        root = Files.createDirectory(temp.resolve("root"));
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("file"), "untouched");
        directory = Directory.open(new LibC(), root);
    }

    @AfterEach
    void close() throws IOException {
        if (directory != null) {
            assertEquals("untouched", Files.readString(outside.resolve("file")));
            try (var all = Files.list(outside)) {
                assertEquals(1, all.count(), "something was made outside");
            }
            directory.close();
            // Deeper than the test framework could remove.
            try (Directory above = Directory.open(new LibC(), temp)) {
                new TreeRemover(above).remove(Directory.bytes("root"));
            }
        }
    }

    private long apply() throws IOException {
        return new LayerApplier(xattrs, ArchiveLimits.DEFAULT).apply(directory, new ByteArrayInputStream(tar.bytes()));
    }

    private FileStatus status(String path) throws IOException {
        Path parent = root.resolve(path).getParent();
        try (Directory above = Directory.open(new LibC(), parent)) {
            return above.status(Directory.bytes(root.resolve(path).getFileName().toString()));
        }
    }

    private Map<String, byte[]> xattrs(String path) throws IOException {
        Path parent = root.resolve(path).getParent();
        try (Directory above = Directory.open(new LibC(), parent)) {
            return xattrs.all(above, Directory.bytes(root.resolve(path).getFileName().toString()));
        }
    }

    private void refused(String words) {
        IOException e = assertThrows(CorruptArchiveException.class, this::apply);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void ownersModesAndTimesAreTheArchives() throws IOException {
        TarArchiveEntry file = TarBuilder.entry("bin/su", LF_NORMAL);
        file.setUserId(1234);
        file.setGroupId(3_000_000_000L);
        file.setMode(04755);
        TarArchiveEntry parent = TarBuilder.entry("bin/", (byte) '5');
        parent.setMode(01777);
        parent.addPaxHeader("mtime", "-1.5");
        tar.add(parent, new byte[0]).add(file, "su".getBytes(UTF_8));
        assertEquals(2, apply());
        FileStatus su = status("bin/su");
        assertEquals(FileStatus.REGULAR | 04755, su.mode());
        assertEquals(1234, su.uid());
        assertEquals(3_000_000_000L, Integer.toUnsignedLong(su.gid()));
        assertEquals(FileStatus.DIRECTORY | 01777, status("bin").mode());
        assertEquals(-2, status("bin").modifiedSeconds());
        assertEquals(500_000_000, status("bin").modifiedNanos());
    }

    @Test
    void timesAreKeptToTheNanosecond() throws IOException {
        byte[] archive = RawTar.withRecord("f", "mtime", "1234567890.123456789".getBytes(UTF_8));
        new LayerApplier(xattrs, ArchiveLimits.DEFAULT).apply(directory, new ByteArrayInputStream(archive));
        assertEquals(1234567890, status("f").modifiedSeconds());
        assertEquals(123456789, status("f").modifiedNanos());
    }

    @Test
    void rootEntrySetsTheRootItself() throws IOException {
        tar.directory("./", 0711).file("a", "a");
        apply();
        assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
        assertEquals(TarBuilder.TIME, Files.getLastModifiedTime(root).toMillis());
    }

    @Test
    void missingParentsAreMade() throws IOException {
        tar.file("a/b/c", "c");
        apply();
        assertEquals(FileStatus.DIRECTORY | 0755, status("a/b").mode());
    }

    @Test
    void fileCapabilityIsKept() throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] archive = RawTar.withXattr("ping", "security.capability", capability);
        new LayerApplier(xattrs, ArchiveLimits.DEFAULT).apply(directory, new ByteArrayInputStream(archive));
        assertArrayEquals(capability, xattrs("ping").get("security.capability"));
    }

    @Test
    void overlaysOwnAttributesCannotBeSetByAnImage() throws IOException {
        byte[] archive = RawTar.withXattr("dir", "trusted.overlay.redirect", "/secret".getBytes(UTF_8));
        new LayerApplier(xattrs, ArchiveLimits.DEFAULT).apply(directory, new ByteArrayInputStream(archive));
        assertEquals(Map.of(), xattrs("dir"));
    }

    @Test
    void linksAndDevicesAreMade() throws IOException {
        tar.file("a", "a").link(LF_LINK, "hard", "a").link(LF_SYMLINK, "soft", "/etc/passwd")
                .device(LF_CHR, "null", 1, 3).device(LF_BLK, "disk", 300, 70_000).device(LF_FIFO, "pipe", 0, 0);
        apply();
        assertTrue(status("a").isSameFile(status("hard")));
        assertEquals(Path.of("/etc/passwd"), Files.readSymbolicLink(root.resolve("soft")));
        assertEquals(1, status("null").deviceMajor());
        assertEquals(3, status("null").deviceMinor());
        assertTrue(status("disk").is(FileStatus.BLOCK_DEVICE));
        assertEquals(300, status("disk").deviceMajor());
        assertEquals(70_000, status("disk").deviceMinor());
        assertTrue(status("pipe").is(FileStatus.FIFO));
    }

    @Test
    void whiteoutsBecomeOverlays() throws IOException {
        tar.file("etc/.wh.gone", "").file("var/.wh..wh..opq", "").file("tmp/.wh..wh.plnk", "");
        apply();
        assertTrue(status("etc/gone").isWhiteout());
        assertArrayEquals(new byte[] {'y'}, xattrs("var").get("trusted.overlay.opaque"));
        assertFalse(Files.exists(root.resolve("tmp/.wh..wh.plnk")));
    }

    @Test
    void whiteoutOfADirectoryThatTheLayerMakesAnewHidesWhatWasBelow() throws IOException {
        tar.directory("a/", 0755).file("a/new", "x").file(".wh.a", "");
        tar.file(".wh.b", "").directory("b/", 0755).file(".wh.c", "").file("c/new", "x");
        apply();
        for (String name : new String[] {"a", "b", "c"}) {
            assertArrayEquals(new byte[] {'y'}, xattrs(name).get("trusted.overlay.opaque"), name);
        }
        assertTrue(Files.exists(root.resolve("a/new")));
        assertTrue(Files.exists(root.resolve("c/new")));
    }

    @Test
    void whiteoutOfAFileThatTheLayerHasStaysAFile() throws IOException {
        tar.file("a", "kept").file(".wh.a", "");
        apply();
        assertEquals("kept", Files.readString(root.resolve("a")));
    }

    @Test
    void laterEntryReplacesEarlierOne() throws IOException {
        tar.directory("x/", 0755).file("x/old", "old").file("x", "file now");
        tar.file("y", "file").directory("y/", 0700).file("y/in", "in");
        tar.link(LF_SYMLINK, "z", "/nowhere").file("z", "file now");
        tar.file("same", "1").file("same", "22");
        apply();
        assertEquals("file now", Files.readString(root.resolve("x")));
        assertEquals("in", Files.readString(root.resolve("y/in")));
        assertFalse(Files.isSymbolicLink(root.resolve("z")));
        assertEquals("22", Files.readString(root.resolve("same")));
    }

    @Test
    void directoryNamedTwiceKeepsItsContent() throws IOException {
        tar.directory("d/", 0755).file("d/f", "f").directory("d/", 0700);
        apply();
        assertTrue(Files.exists(root.resolve("d/f")));
        assertEquals(FileStatus.DIRECTORY | 0700, status("d").mode());
    }

    @Test
    void handlesOfReplacedDirectoriesAreNotUsedAgain() throws IOException {
        tar.directory("d/", 0755).file("d/1", "1").file("d", "x").directory("d/", 0755).file("d/2", "2");
        apply();
        assertFalse(Files.exists(root.resolve("d/1")));
        assertEquals("2", Files.readString(root.resolve("d/2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "a/../../escape", "/../escape", "a/b/../../../escape"})
    void dotDotIsRefused(String name) {
        tar.file(name, "x");
        refused("leads outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/abs", "//abs", "./abs", "a/../abs"})
    void absoluteAndRoundaboutNamesStayInside(String name) throws IOException {
        tar.file(name, "x");
        apply();
        assertEquals("x", Files.readString(root.resolve("abs")));
    }

    @Test
    void symlinkToTheOutsideIsNotFollowed() throws IOException {
        // Both lead, seen from inside, to a place below the root that is made by nobody.
        tar.link(LF_SYMLINK, "abs", outside.toString()).file("abs/evil", "x");
        refused("abs");
    }

    @Test
    void relativeSymlinkToTheOutsideStaysInside() throws IOException {
        tar.directory("outside/", 0755).link(LF_SYMLINK, "up", "../outside").file("up/inside", "x");
        apply();
        assertEquals("x", Files.readString(root.resolve("outside/inside")));
    }

    @Test
    void symlinkChainToTheOutsideStaysInside() throws IOException {
        tar.directory("a/", 0755).link(LF_SYMLINK, "a/up", "..").link(LF_SYMLINK, "b", "a/up/..")
                .file("b/evil", "x");
        apply();
        assertEquals("x", Files.readString(root.resolve("evil")));
    }

    @Test
    void symlinkLoopIsRefused() {
        tar.link(LF_SYMLINK, "a", "b").link(LF_SYMLINK, "b", "a").file("a/x", "x");
        refused("a/x");
    }

    @Test
    void fileOverSymlinkReplacesTheLinkNotItsTarget() throws IOException {
        tar.link(LF_SYMLINK, "evil", outside.resolve("file").toString()).file("evil", "x");
        apply();
        assertEquals("x", Files.readString(root.resolve("evil")));
    }

    @Test
    void directoryOverSymlinkReplacesTheLink() throws IOException {
        tar.link(LF_SYMLINK, "evil", outside.toString()).directory("evil/", 0777).file("evil/in", "x");
        apply();
        assertFalse(Files.isSymbolicLink(root.resolve("evil")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/file", "/../outside/file", "absent", "dir", "."})
    void hardLinkToWhatIsNotInTheLayerIsRefused(String target) {
        tar.directory("dir/", 0755).link(LF_LINK, "link", target);
        assertThrows(CorruptArchiveException.class, this::apply);
    }

    @Test
    void hardLinkThroughSymlinkStaysInside() {
        tar.link(LF_SYMLINK, "up", outside.toString()).link(LF_LINK, "link", "up/file");
        refused("which is not in this layer");
    }

    @Test
    void hardLinkToASymlinkLinksTheSymlink() throws IOException {
        tar.link(LF_SYMLINK, "soft", outside.resolve("file").toString()).link(LF_LINK, "link", "soft");
        apply();
        assertTrue(Files.isSymbolicLink(root.resolve("link")));
    }

    @Test
    void hardLinkToItselfKeepsTheFile() throws IOException {
        tar.file("a", "a").link(LF_LINK, "a", "a").link(LF_LINK, "b", "a").link(LF_LINK, "b", "a");
        apply();
        assertEquals("a", Files.readString(root.resolve("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh...", "a/.wh...", "../.wh.outside", "a/../../.wh.x"})
    void whiteoutOfNothingOrOutsideIsRefused(String name) {
        tar.directory("a/", 0755).file(name, "");
        assertThrows(CorruptArchiveException.class, this::apply);
    }

    @Test
    void whiteoutThroughSymlinkStaysInside() {
        tar.link(LF_SYMLINK, "up", outside.toString()).file("up/.wh.file", "");
        refused("up");
    }

    @Test
    void entryBelowAFileIsRefused() {
        tar.file("a", "a").file("a/b", "b");
        refused("is not a directory");
    }

    @Test
    void longestNamesAreMadeAndLongerOnesRefused() throws IOException {
        String longest = ("d".repeat(200) + "/").repeat(20) + "f".repeat(60);
        tar.file(longest, "deep");
        apply();
        byte[] content = new byte[4];
        try (OpenFile file = directory.openFile(Directory.bytes(longest))) {
            assertEquals(4, file.read(content, 0, 4));
        }
        assertEquals("deep", new String(content, UTF_8));
    }

    @Test
    void nameLongerThanThePathLimitIsRefused() {
        tar.file("d/".repeat(2048) + "f", "x");
        refused("longer than 4095 bytes");
    }

    @Test
    void componentLongerThanTheFileSystemTakesIsRefusedByName() {
        tar.file("n".repeat(256), "x");
        refused("nnn");
    }

    @Test
    void namesThatAreNotUtf8AreKept() throws IOException {
        tar.file("caf\u00e9", "latin1");
        apply();
        byte[] name = {'c', 'a', 'f', (byte) 0xe9};
        assertTrue(directory.contains(name));
    }

    @Test
    void sparseFileKeepsItsHoles() throws IOException {
        byte[] archive = RawTar.sparse("sparse", 10L << 20, 5L << 20, "data".getBytes(UTF_8));
        long size = new LayerApplier(xattrs, ArchiveLimits.DEFAULT).apply(directory, new ByteArrayInputStream(archive));
        assertEquals(10L << 20, size);
        assertEquals(10L << 20, Files.size(root.resolve("sparse")));
        assertTrue(status("sparse").blocks() < 100, "holes were filled");
        byte[] content = Files.readAllBytes(root.resolve("sparse"));
        assertEquals("data", new String(content, 5 << 20, 4, UTF_8));
    }

    @Test
    void symlinkGetsItsOwnOwnerAndTime() throws IOException {
        TarArchiveEntry link = TarBuilder.entry("soft", LF_SYMLINK);
        link.setLinkName("nowhere");
        link.setIds(7, 8);
        tar.add(link, new byte[0]);
        apply();
        assertEquals(7, status("soft").uid());
        assertEquals(TarBuilder.TIME,
                Files.getLastModifiedTime(root.resolve("soft"), LinkOption.NOFOLLOW_LINKS).toMillis());
    }
}
