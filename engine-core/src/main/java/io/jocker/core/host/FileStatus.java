package io.jocker.core.host;

import java.nio.ByteBuffer;

/**
 * What statx(2) tells of a file: type and permission bits in {@code mode}, sizes in bytes, the modification time
 * in seconds and nanoseconds since the epoch, and the id of the mount that it was reached through.
 */
public record FileStatus(int mode, int uid, int gid, long size, long blocks, long inode, int links, long device,
        int deviceMajor, int deviceMinor, long modifiedSeconds, int modifiedNanos, long mountId) {
    /** The mask of the type in {@link #mode}. */
    public static final int TYPE_MASK = 0170000;
    /** The type of a directory. */
    public static final int DIRECTORY = 0040000;
    /** The type of a regular file. */
    public static final int REGULAR = 0100000;
    /** The type of a symbolic link. */
    public static final int SYMLINK = 0120000;
    /** The type of a character device. */
    public static final int CHARACTER_DEVICE = 0020000;
    /** The type of a block device. */
    public static final int BLOCK_DEVICE = 0060000;
    /** The type of a named pipe. */
    public static final int FIFO = 0010000;

    static final int STRUCT_SIZE = 256;

    static FileStatus read(ByteBuffer statx) {
        return new FileStatus(Short.toUnsignedInt(statx.getShort(28)), statx.getInt(20), statx.getInt(24),
                statx.getLong(40), statx.getLong(48), statx.getLong(32), statx.getInt(16),
                ((long) statx.getInt(136) << 32) | Integer.toUnsignedLong(statx.getInt(140)),
                statx.getInt(128), statx.getInt(132), statx.getLong(112), statx.getInt(120),
                statx.getLong(144));
    }

    /** Whether it is of this type. */
    public boolean is(int type) {
        return (mode & TYPE_MASK) == type;
    }

    /** Whether it is what overlayfs takes for "removed here": a character device 0, 0. */
    public boolean isWhiteout() {
        return is(CHARACTER_DEVICE) && deviceMajor == 0 && deviceMinor == 0;
    }

    /** Whether both are the same file. */
    public boolean isSameFile(FileStatus other) {
        return inode == other.inode && device == other.device;
    }
}
