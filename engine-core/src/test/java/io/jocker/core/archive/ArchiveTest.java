package io.jocker.core.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression and tar, the good and the bad. */
class ArchiveTest {
    private static final ArchiveLimits TIGHT = new ArchiveLimits(3, 100, 1000, 10, 1 << 20, 10, 1 << 16);

    private static byte[] unpack(byte[] packed, ArchiveLimits limits) throws IOException {
        try (InputStream in = new Decompressor(limits).open(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void everyCompressionIsFoundByItsFirstBytes() throws IOException {
        byte[] plain = new byte[200_000];
        new Random(1).nextBytes(plain);
        assertArrayEquals(plain, unpack(plain, ArchiveLimits.DEFAULT));
        assertArrayEquals(plain, unpack(TarBuilder.gzip(plain), ArchiveLimits.DEFAULT));
        assertArrayEquals(plain, unpack(Zstd.compress(plain), ArchiveLimits.DEFAULT));
        assertArrayEquals(new byte[0], unpack(new byte[0], ArchiveLimits.DEFAULT));
    }

    @Test
    void gzipMembersFollowEachOtherWhateverTheSourceSaysIsAvailable() throws IOException {
        byte[] packed = join(TarBuilder.gzip("one".getBytes(StandardCharsets.UTF_8)),
                TarBuilder.gzip("two".getBytes(StandardCharsets.UTF_8)));
        InputStream trickle = new ByteArrayInputStream(packed) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }

            @Override
            public int available() {
                return 0;
            }
        };
        try (InputStream in = new Decompressor(ArchiveLimits.DEFAULT).open(trickle)) {
            assertEquals("onetwo", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void damageIsFound() {
        byte[] packed = TarBuilder.gzip(new byte[1000]);
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 6] ^= 1;
        assertThrows(CorruptArchiveException.class, () -> unpack(wrongSum, ArchiveLimits.DEFAULT));
        assertThrows(EOFException.class,
                () -> unpack(Arrays.copyOf(packed, packed.length - 3), ArchiveLimits.DEFAULT));
        assertThrows(CorruptArchiveException.class,
                () -> unpack(join(packed, new byte[] {1, 2, 3}), ArchiveLimits.DEFAULT));
        byte[] zstd = Zstd.compress(new byte[1000]);
        assertThrows(IOException.class, () -> unpack(Arrays.copyOf(zstd, zstd.length - 3), ArchiveLimits.DEFAULT));
    }

    @Test
    void bombsAreStopped() {
        assertThrows(CorruptArchiveException.class, () -> unpack(TarBuilder.gzip(new byte[1 << 17]), TIGHT));
        assertThrows(CorruptArchiveException.class, () -> unpack(Zstd.compress(new byte[1 << 21]), TIGHT));
    }

    @Test
    void xzIsRefusedByName() {
        byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0};
        EngineException e = assertThrows(EngineException.class, () -> unpack(xz, ArchiveLimits.DEFAULT));
        assertEquals(ErrorKind.NOT_IMPLEMENTED, e.kind());
        assertTrue(e.getMessage().contains("xz"));
    }

    private static int count(byte[] tar, ArchiveLimits limits) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar), limits);
        int count = 0;
        while (reader.next() != null) {
            count++;
        }
        return count;
    }

    @Test
    void tooManyEntriesAreRefused() throws IOException {
        assertEquals(1, count(new TarBuilder().file("a", "").bytes(), TIGHT));
        byte[] many = new TarBuilder().file("a", "").file("b", "").file("c", "").file("d", "").bytes();
        assertThrows(CorruptArchiveException.class, () -> count(many, TIGHT));
    }

    @Test
    void hugeExtendedHeaderIsRefusedBeforeItIsRead() {
        byte[] tar = new TarBuilder().file("n".repeat(2000), "").bytes();
        assertThrows(CorruptArchiveException.class, () -> count(tar, TIGHT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 124, 148, 156, 257})
    void oneFlippedBitInAHeaderIsFound(int offset) {
        byte[] tar = new TarBuilder().file("name", "content").bytes();
        tar[offset] ^= 1;
        assertThrows(CorruptArchiveException.class, () -> count(tar, ArchiveLimits.DEFAULT));
    }

    @Test
    void archiveMayEndWithoutTrailerButNotWithinData() throws IOException {
        byte[] tar = new TarBuilder().file("a", "content").bytes();
        assertEquals(1, count(Arrays.copyOf(tar, 1024), ArchiveLimits.DEFAULT));
        assertEquals(1, count(Arrays.copyOf(tar, 512 + 7), ArchiveLimits.DEFAULT));
        assertThrows(EOFException.class, () -> count(Arrays.copyOf(tar, 512 + 6), ArchiveLimits.DEFAULT));
        assertThrows(EOFException.class, () -> count(Arrays.copyOf(tar, 511), ArchiveLimits.DEFAULT));
    }

    @Test
    void randomBytesNeverDoMoreThanFail() {
        Random random = new Random(7);
        byte[] valid = new TarBuilder().directory("d/", 0755).file("d/" + "x".repeat(300), "content").bytes();
        for (int i = 0; i < 3000; i++) {
            byte[] mutated = valid.clone();
            for (int k = 0; k < 5; k++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                count(mutated, ArchiveLimits.DEFAULT);
            } catch (CorruptArchiveException | EOFException expected) {
                // The two ways to refuse.
            } catch (IOException e) {
                throw new AssertionError("seed 7, round " + i, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "/a/b", "./a//b/", "a/./b", "a/c/../b"})
    void pathsAreCleaned(String path) throws IOException {
        assertEquals("a/b", EntryPath.of(path.getBytes(StandardCharsets.UTF_8)).display());
    }
}
