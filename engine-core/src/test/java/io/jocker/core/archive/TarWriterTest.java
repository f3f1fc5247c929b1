package io.jocker.core.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jocker.core.archive.TarEntry.Segment;
import io.jocker.core.archive.TarEntry.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written can be read, by us and by others, and is always the same. */
class TarWriterTest {
    private static TarEntry file(byte[] name, long size, long seconds, int nanos) {
        return new TarEntry(name, Type.FILE, 0640, 1, 2, size, seconds, nanos, new byte[0], 0, 0, Map.of(),
                List.of(new Segment(0, size)));
    }

    private static byte[] archive(TarEntry entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.begin(entry);
        tar.write(content, 0, content.length);
        tar.finish();
        return bytes.toByteArray();
    }

    private static TarEntry readBack(byte[] archive) throws IOException {
        return new TarReader(new ByteArrayInputStream(archive), ArchiveLimits.DEFAULT).next();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 255, 256, 4000})
    void namesOfAnyLength(int length) throws IOException {
        byte[] name = "n".repeat(length).getBytes(UTF_8);
        byte[] archive = archive(file(name, 3, 7, 0), "abc".getBytes(UTF_8));
        assertArrayEquals(name, readBack(archive).name());
        assertEquals(0, archive.length % 512);
        try (TarArchiveInputStream other = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            TarArchiveEntry entry = other.getNextEntry();
            assertEquals(new String(name, UTF_8), entry.getName());
            assertEquals("abc", new String(other.readAllBytes(), UTF_8));
        }
    }

    @Test
    void namesThatAreNoTextStayBytes() throws IOException {
        byte[] name = {'a', (byte) 0xff, (byte) 0xfe, 'b'};
        assertArrayEquals(name, readBack(archive(file(name, 0, 0, 0), new byte[0])).name());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,5", "1700000000,123456789", "1700000000,120000000", "-1,0", "-2,500000000",
        "100000000000,1"})
    void timesToTheNanosecond(long seconds, int nanos) throws IOException {
        TarEntry entry = readBack(archive(file("x".getBytes(UTF_8), 0, seconds, nanos), new byte[0]));
        assertEquals(seconds, entry.modifiedSeconds());
        assertEquals(nanos, entry.modifiedNanos());
    }

    @Test
    void ownersLinksDevicesAndAttributes() throws IOException {
        byte[] value = {0, 1, '\n', '=', (byte) 0xff};
        TarEntry device = new TarEntry("d".getBytes(UTF_8), Type.CHARACTER_DEVICE, 04755, 4_000_000_000L, 3_000_000L, 0,
                0, 0, new byte[0], 259, 65_537, Map.of("user.a", value, "security.capability", value), List.of());
        TarEntry back = readBack(archive(device, new byte[0]));
        assertEquals(4_000_000_000L, back.uid());
        assertEquals(3_000_000L, back.gid());
        assertEquals(259, back.deviceMajor());
        assertEquals(65_537, back.deviceMinor());
        assertEquals(04755, back.mode());
        assertArrayEquals(value, back.xattrs().get("user.a"));
        assertArrayEquals(value, back.xattrs().get("security.capability"));
        byte[] target = "t".repeat(300).getBytes(UTF_8);
        TarEntry link = new TarEntry("l".getBytes(UTF_8), Type.SYMLINK, 0777, 0, 0, 0, 0, 0, target, 0, 0, Map.of(),
                List.of());
        assertArrayEquals(target, readBack(archive(link, new byte[0])).linkName());
        assertEquals(Type.SYMLINK, readBack(archive(link, new byte[0])).type());
    }

    @Test
    void theSameEntriesMakeTheSameBytes() throws IOException {
        TarEntry entry = file("x".repeat(200).getBytes(UTF_8), 5, 1, 1);
        assertArrayEquals(archive(entry, "12345".getBytes(UTF_8)), archive(entry, "12345".getBytes(UTF_8)));
    }

    @Test
    void anEntryHasExactlyItsSize() throws IOException {
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());
        tar.begin(file("x".getBytes(UTF_8), 2, 0, 0));
        assertThrows(IllegalStateException.class, () -> tar.write(new byte[3], 0, 3));
        tar.write(new byte[1], 0, 1);
        assertThrows(IllegalStateException.class, () -> tar.begin(file("y".getBytes(UTF_8), 0, 0, 0)));
    }

    @Test
    void anEmptyArchiveIsTwoBlocks() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TarWriter(bytes).finish();
        assertEquals(1024, bytes.size());
        assertNull(readBack(bytes.toByteArray()));
    }
}
