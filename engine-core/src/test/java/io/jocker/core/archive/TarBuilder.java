package io.jocker.core.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar in memory, written by another implementation than the one under test. */
public final class TarBuilder {
    /** The modification time of all entries, in milliseconds since the epoch. */
    public static final long TIME = 1_600_000_000_000L;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "ISO-8859-1");

    /** An empty one. */
    public TarBuilder() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /** Adds a file. */
    public TarBuilder file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    public TarBuilder file(String name, byte[] content) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL);
        entry.setMode(0644);
        return add(entry, content);
    }

    /** Adds a directory. */
    public TarBuilder directory(String name, int mode) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_DIR);
        entry.setMode(mode);
        return add(entry, new byte[0]);
    }

    /** Adds an entry of this type with a link target. */
    public TarBuilder link(byte type, String name, String target) {
        TarArchiveEntry entry = entry(name, type);
        entry.setLinkName(target);
        return add(entry, new byte[0]);
    }

    /** Adds a device. */
    public TarBuilder device(byte type, String name, int major, int minor) {
        TarArchiveEntry entry = entry(name, type);
        entry.setMode(0600);
        entry.setDevMajor(major);
        entry.setDevMinor(minor);
        return add(entry, new byte[0]);
    }

    /** A new entry of root's, with a fixed time, its name taken as it is. */
    public static TarArchiveEntry entry(String name, byte type) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setModTime(FileTime.fromMillis(TIME));
        entry.setIds(0, 0);
        return entry;
    }

    /** Adds an entry as it is. */
    public TarBuilder add(TarArchiveEntry entry, byte[] content) {
        try {
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole archive. */
    public byte[] bytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compresses. */
    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
