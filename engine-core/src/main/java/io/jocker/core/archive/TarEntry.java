package io.jocker.core.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One entry of a tar archive, extended headers applied. Names are the archive's bytes, unchecked: they may be
 * absolute or hold {@code ..}. {@code mode} has the permission bits only. {@code size} is the length of the file as
 * it will be on disk, holes included.
 */
public record TarEntry(byte[] name, Type type, int mode, long uid, long gid, long size, long modifiedSeconds,
        int modifiedNanos, byte[] linkName, int deviceMajor, int deviceMinor, Map<String, byte[]> xattrs,
        List<Segment> segments) {

    /** What an entry makes. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A further name of a file that came before. */
        HARD_LINK,
        /** A symbolic link. */
        SYMLINK,
        /** A character device. */
        CHARACTER_DEVICE,
        /** A block device. */
        BLOCK_DEVICE,
        /** A directory. */
        DIRECTORY,
        /** A named pipe. */
        FIFO
    }

    /** A piece of a file that is in the archive; what no piece covers is a hole. Offsets in the file, in bytes. */
    public record Segment(long offset, long length) {
    }

    /** The name as people can read it. */
    public String displayName() {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Whether the file has holes. */
    public boolean isSparse() {
        return segments.size() != 1 || segments.get(0).length() != size;
    }
}
