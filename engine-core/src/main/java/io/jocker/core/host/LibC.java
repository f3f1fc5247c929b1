package io.jocker.core.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * The kernel's file calls, each as one method that throws instead of answering -1. Names and paths are bytes as the
 * kernel has them, without the closing zero. Descriptors are plain numbers, always close-on-exec; who opens one
 * closes it (see {@link Directory} and {@link OpenFile}, which do so by themselves).
 */
public final class LibC {
    /** Where a relative path begins when no directory is given. */
    public static final int AT_FDCWD = -100;
    /** Do not follow a symbolic link at the end. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    /** Remove a directory instead of a file. */
    public static final int AT_REMOVEDIR = 0x200;
    /** An empty path means the descriptor itself. */
    public static final int AT_EMPTY_PATH = 0x1000;
    /** Open for reading. */
    public static final int O_RDONLY = 0;
    /** Open for writing. */
    public static final int O_WRONLY = 1;
    /** Create if absent. */
    public static final int O_CREAT = 0100;
    /** Fail if present. */
    public static final int O_EXCL = 0200;
    /** Do not wait for the other end of a pipe. */
    public static final int O_NONBLOCK = 04000;
    /** Only a handle for paths. */
    public static final int O_PATH = 010000000;
    /** Close in children. */
    public static final int O_CLOEXEC = 02000000;
    /** No magic links such as those of /proc, on the whole path. */
    public static final long RESOLVE_NO_MAGICLINKS = 0x02;
    /** No symbolic links, on the whole path. */
    public static final long RESOLVE_NO_SYMLINKS = 0x04;
    /** Leaving the directory is an error. */
    public static final long RESOLVE_BENEATH = 0x08;
    /** The directory is the root: {@code ..} and absolute links stay inside. */
    public static final long RESOLVE_IN_ROOT = 0x10;

    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int OPEN_HOW_SIZE = 24;
    private static final int TIMES_SIZE = 32;
    private static final long STATX_BASIC = 0x7ff;
    private static final long STATX_MNT_ID = 0x1000;
    private static final long SYNC_FILE_RANGE_WRITE = 2;

    private final Syscalls calls;
    private final Runtime runtime;
    private final SyscallTable numbers;
    private final int directoryFlag;

    /** Binds the C library; costs some tens of milliseconds the first time in a process. */
    public LibC() {
        this.numbers = SyscallTable.of(System.getProperty("os.arch"));
        this.directoryFlag = numbers.directoryFlag();
        this.calls = LibraryLoader.create(Syscalls.class).load("c");
        this.runtime = Runtime.getRuntime(calls);
    }

    /** openat2(2). {@code flags} gains O_CLOEXEC. */
    public int open(int directory, byte[] path, int flags, int mode, long resolve) throws KernelException {
        byte[] how = struct(OPEN_HOW_SIZE).putLong(flags | O_CLOEXEC).putLong(mode).putLong(resolve).array();
        while (true) {
            long fd = calls.syscall(numbers.openat2(), directory, zero(path), how, OPEN_HOW_SIZE, 0);
            // EAGAIN: a rename raced with the resolution below the directory; the kernel asks to try again.
            if (fd >= 0 || !lastErrorIs(Errno.EINTR) && !lastErrorIs(Errno.EAGAIN)) {
                return (int) checked(fd, "open", path);
            }
        }
    }

    /** Like {@link #open}, a directory or an error. */
    public int openDirectory(int directory, byte[] path, int flags, long resolve) throws KernelException {
        return open(directory, path, flags | directoryFlag, 0, resolve);
    }

    /** close(2). */
    public void close(int fd) throws KernelException {
        checked(calls.syscall(numbers.close(), fd, 0, 0, 0, 0), "close", fd);
    }

    /** read(2) into the buffer's remainder; answers the count, 0 at the end. The position is not moved. */
    public int read(int fd, ByteBuffer buffer) throws KernelException {
        while (true) {
            long count = calls.syscall(numbers.read(), fd, buffer, buffer.remaining(), 0, 0);
            if (count >= 0 || !lastErrorIs(Errno.EINTR)) {
                return (int) checked(count, "read", fd);
            }
        }
    }

    /** write(2) or, with an offset of 0 or more, pwrite(2), until the buffer is empty. */
    public void write(int fd, ByteBuffer buffer, long offset) throws KernelException {
        long at = offset;
        while (buffer.hasRemaining()) {
            ByteBuffer rest = buffer.slice();
            long count = at < 0 ? calls.syscall(numbers.write(), fd, rest, rest.remaining(), 0, 0)
                    : calls.syscall(numbers.pwrite(), fd, rest, rest.remaining(), at, 0);
            if (count < 0 && lastErrorIs(Errno.EINTR)) {
                continue;
            }
            checked(count, "write", fd);
            buffer.position(buffer.position() + (int) count);
            at = at < 0 ? at : at + count;
        }
    }

    /** flock(2), exclusive and without waiting; false if another process has the lock. */
    public boolean tryLock(int fd) throws KernelException {
        long result = calls.syscall(numbers.flock(), fd, LOCK_EX | LOCK_NB, 0, 0, 0);
        if (result < 0 && lastErrorIs(Errno.EWOULDBLOCK)) {
            return false;
        }
        checked(result, "flock", fd);
        return true;
    }

    /** fsync(2). */
    public void fsync(int fd) throws KernelException {
        checked(calls.syscall(numbers.fsync(), fd, 0, 0, 0, 0), "fsync", fd);
    }

    /** syncfs(2): everything of the file system that holds the descriptor. */
    public void syncfs(int fd) throws KernelException {
        checked(calls.syscall(numbers.syncfs(), fd, 0, 0, 0, 0), "syncfs", fd);
    }

    /** sync_file_range(2): begins to write a range, without waiting: a later fsync finds less to do. */
    public void startWriteback(int fd, long offset, long length) throws KernelException {
        checked(calls.syscall(numbers.syncFileRange(), fd, offset, length, SYNC_FILE_RANGE_WRITE, 0),
                "sync_file_range", fd);
    }

    /** ftruncate(2). */
    public void truncate(int fd, long length) throws KernelException {
        checked(calls.syscall(numbers.ftruncate(), fd, length, 0, 0, 0), "ftruncate", fd);
    }

    /** fchmod(2). */
    public void fchmod(int fd, int mode) throws KernelException {
        checked(calls.syscall(numbers.fchmod(), fd, mode, 0, 0, 0), "fchmod", fd);
    }

    /** mkdirat(2). */
    public void mkdirat(int directory, byte[] name, int mode) throws KernelException {
        checked(calls.syscall(numbers.mkdirat(), directory, zero(name), mode, 0, 0), "mkdir", name);
    }

    /** mknodat(2); {@code mode} with the type. */
    public void mknodat(int directory, byte[] name, int mode, int major, int minor) throws KernelException {
        checked(calls.syscall(numbers.mknodat(), directory, zero(name), mode, device(major, minor), 0), "mknod", name);
    }

    /** linkat(2), never following a symbolic link. */
    public void linkat(int directory, byte[] name, int newDirectory, byte[] newName) throws KernelException {
        checked(calls.syscall(numbers.linkat(), directory, zero(name), newDirectory, zero(newName), 0), "link",
                newName);
    }

    /** symlinkat(2). */
    public void symlinkat(byte[] target, int directory, byte[] name) throws KernelException {
        checked(calls.syscall(numbers.symlinkat(), zero(target), directory, zero(name), 0, 0), "symlink", name);
    }

    /** unlinkat(2). */
    public void unlinkat(int directory, byte[] name, int flags) throws KernelException {
        checked(calls.syscall(numbers.unlinkat(), directory, zero(name), flags, 0, 0), "unlink", name);
    }

    /** renameat2(2). */
    public void renameat(int directory, byte[] name, int newDirectory, byte[] newName, int flags)
            throws KernelException {
        checked(calls.syscall(numbers.renameat2(), directory, zero(name), newDirectory, zero(newName), flags),
                "rename", name);
    }

    /** fchownat(2). */
    public void fchownat(int directory, byte[] name, long uid, long gid, int flags) throws KernelException {
        checked(calls.syscall(numbers.fchownat(), directory, zero(name), uid, gid, flags), "chown", name);
    }

    /** fchmodat(2); follows a symbolic link at the end, as the kernel's call does. */
    public void fchmodat(int directory, byte[] name, int mode) throws KernelException {
        checked(calls.syscall(numbers.fchmodat(), directory, zero(name), mode, 0, 0), "chmod", name);
    }

    /** utimensat(2): sets both access and modification time. A null name means the descriptor itself. */
    public void utimensat(int directory, byte[] name, long seconds, int nanos, int flags) throws KernelException {
        byte[] times = struct(TIMES_SIZE).putLong(seconds).putLong(nanos).putLong(seconds).putLong(nanos).array();
        checked(calls.syscall(numbers.utimensat(), directory, name == null ? null : zero(name), times, flags, 0),
                "utimensat", name == null ? new byte[0] : name);
    }

    /** statx(2) with all basic fields. */
    public FileStatus statx(int directory, byte[] name, int flags) throws KernelException {
        ByteBuffer status = buffer(FileStatus.STRUCT_SIZE);
        checked(calls.syscall(numbers.statx(), directory, zero(name), flags, STATX_BASIC | STATX_MNT_ID, status),
                "stat", name);
        return FileStatus.read(status);
    }

    /** readlinkat(2). */
    public byte[] readlinkat(int directory, byte[] name) throws KernelException {
        ByteBuffer target = buffer(4096);
        long length = calls.syscall(numbers.readlinkat(), directory, zero(name), target, target.capacity(), 0);
        byte[] bytes = new byte[(int) checked(length, "readlink", name)];
        target.get(bytes);
        return bytes;
    }

    /** getdents64(2); answers how many bytes of entries are in the buffer, 0 at the end. */
    public int getdents(int directory, ByteBuffer buffer) throws KernelException {
        return (int) checked(calls.syscall(numbers.getdents(), directory, buffer, buffer.capacity(), 0, 0),
                "getdents", directory);
    }

    private static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    private static long device(int major, int minor) {
        return (minor & 0xffL) | (major & 0xfffL) << 8 | (minor & 0xfff00L) << 12 | (major & 0xfffff000L) << 32;
    }

    static byte[] zero(byte[] path) {
        return Arrays.copyOf(path, path.length + 1);
    }

    private boolean lastErrorIs(Errno errno) {
        return runtime.getLastError() == errno.intValue();
    }

    private long checked(long result, String call, int fd) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, "descriptor " + fd, runtime.getLastError());
        }
        return result;
    }

    private long checked(long result, String call, byte[] path) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, '"' + new String(path, StandardCharsets.UTF_8) + '"',
                    runtime.getLastError());
        }
        return result;
    }
}
