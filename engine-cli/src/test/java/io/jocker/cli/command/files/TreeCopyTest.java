package io.jocker.cli.command.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarEntry.Type;
import io.jocker.core.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees into archives and back, and archives that want out of the directory they are unpacked in. */
class TreeCopyTest {
    @TempDir
    Path folder;
    private Path inside;
    private Path outside;

    @BeforeEach
    void folders() throws IOException {
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TarEntry entry(Type type, String name, String link, int size) {
        return new TarEntry(bytes(name), type, type == Type.DIRECTORY ? 0755 : 0644, 0, 0, size, 1, 0, bytes(link), 0,
                0, Map.of(), List.of(new TarEntry.Segment(0, size)));
    }

    private static byte[] archive(TarEntry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        for (TarEntry entry : entries) {
            writer.begin(entry);
            writer.write(new byte[(int) entry.size()], 0, (int) entry.size());
        }
        writer.finish();
        return out.toByteArray();
    }

    private void unpack(byte[] archive) throws IOException {
        new TreeUnpacker(inside, Rebase.NONE, false).unpack(new ByteArrayInputStream(archive));
    }

    @Test
    void aTreeComesBackAsItWas() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        Files.setPosixFilePermissions(tree.resolve("file"), PosixFilePermissions.fromString("rwx-----x"));
        Files.setLastModifiedTime(tree.resolve("file"), FileTime.fromMillis(1_234_567_890_123L));
        Files.createLink(tree.resolve("hard"), tree.resolve("file"));
        Files.createSymbolicLink(tree.resolve("soft"), Path.of("/nowhere"));
        Files.createDirectories(tree.resolve("a/b"));
        Files.write(tree.resolve("a/b/large"), new byte[300_000]);
        Files.setPosixFilePermissions(tree.resolve("a"), PosixFilePermissions.fromString("r-x------"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long count = new TreePacker(new Rebase("tree", "copy")).pack(tree, "tree", out);
        assertEquals(out.size(), count);
        unpack(out.toByteArray());
        Path copy = inside.resolve("copy");
        assertEquals("content", Files.readString(copy.resolve("file")));
        assertEquals("rwx-----x", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("file"))));
        assertEquals(1_234_567_890_123L, Files.getLastModifiedTime(copy.resolve("file")).toMillis());
        assertTrue(Files.isSameFile(copy.resolve("file"), copy.resolve("hard")));
        assertEquals(Path.of("/nowhere"), Files.readSymbolicLink(copy.resolve("soft")));
        assertEquals(300_000, Files.size(copy.resolve("a/b/large")));
        assertEquals("r-x------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("a"))));
    }

    @Test
    void noNameClimbsOut() throws IOException {
        for (String name : List.of("../outside/x", "a/../../outside/x")) {
            byte[] hostile = archive(entry(Type.FILE, name, "", 3));
            assertThrows(IOException.class, () -> unpack(hostile), name);
        }
        unpack(archive(entry(Type.FILE, "/absolute", "", 3)));
        assertTrue(Files.exists(inside.resolve("absolute")), "an absolute name counts from the destination");
        assertFalse(Files.list(outside).findAny().isPresent());
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        byte[] throughDirectory = archive(entry(Type.SYMLINK, "l", outside.toString(), 0),
                entry(Type.FILE, "l/x", "", 3));
        assertTrue(assertThrows(IOException.class, () -> unpack(throughDirectory)).getMessage()
                .contains("is a symbolic link"));
        Files.writeString(outside.resolve("victim"), "safe");
        unpack(archive(entry(Type.SYMLINK, "f", outside.resolve("victim").toString(), 0),
                entry(Type.FILE, "f", "", 3)));
        assertEquals("safe", Files.readString(outside.resolve("victim")), "a link is replaced, not written through");
        assertTrue(Files.isRegularFile(inside.resolve("f"), LinkOption.NOFOLLOW_LINKS));
        byte[] hardToLink = archive(entry(Type.SYMLINK, "s", outside.resolve("victim").toString(), 0),
                entry(Type.HARD_LINK, "h", "s", 0));
        assertThrows(IOException.class, () -> unpack(hardToLink));
        byte[] hardOut = archive(entry(Type.HARD_LINK, "h2", "../outside/victim", 0));
        assertThrows(IOException.class, () -> unpack(hardOut));
        assertFalse(Files.exists(inside.resolve("h2")));
    }

    @Test
    void directoriesAndOthersDoNotReplaceEachOther() throws IOException {
        Files.createDirectory(inside.resolve("d"));
        Files.writeString(inside.resolve("f"), "");
        byte[] fileOverDirectory = archive(entry(Type.FILE, "d", "", 1));
        byte[] directoryOverFile = archive(entry(Type.DIRECTORY, "f", "", 0));
        assertTrue(assertThrows(IOException.class, () -> unpack(fileOverDirectory)).getMessage()
                .startsWith("cannot overwrite directory"));
        assertTrue(assertThrows(IOException.class, () -> unpack(directoryOverFile)).getMessage()
                .startsWith("cannot overwrite non-directory"));
    }

    @Test
    void devicesAreRefusedByName() throws IOException {
        byte[] pipe = archive(entry(Type.FIFO, "pipe", "", 0));
        assertTrue(assertThrows(IOException.class, () -> unpack(pipe)).getMessage().contains("pipe"));
    }
}
