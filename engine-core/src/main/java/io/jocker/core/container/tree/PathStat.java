package io.jocker.core.container.tree;

import io.jocker.core.host.FileStatus;
import java.time.Instant;

/**
 * What a path in a container is.
 *
 * @param linkTarget where a link leads, within the container; empty for what is no link
 */
public record PathStat(String name, FileStatus status, String linkTarget) {
    private static final int PERMISSIONS = 0777;

    /** When it was last changed. */
    public Instant modified() {
        return Instant.ofEpochSecond(status.modifiedSeconds(), status.modifiedNanos());
    }

    /** Type and permissions in the bits that Go's {@code os.FileMode} has for them. */
    public long goMode() {
        int mode = status.mode();
        long bits = mode & PERMISSIONS;
        bits |= switch (mode & FileStatus.TYPE_MASK) {
            case FileStatus.DIRECTORY -> 1L << 31;
            case FileStatus.SYMLINK -> 1L << 27;
            case FileStatus.BLOCK_DEVICE -> 1L << 26;
            case FileStatus.CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
            case FileStatus.FIFO -> 1L << 25;
            case FileStatus.REGULAR -> 0;
            default -> 1L << 24;
        };
        return bits | (mode & 04000) << 12 | (mode & 02000) << 11 | (mode & 01000) << 11;
    }
}
