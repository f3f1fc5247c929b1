package io.jocker.core.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.constants.platform.Errno;

/**
 * A handle of one directory, through which everything below it is reached: what a path resolves to is decided by
 * the kernel ({@code openat2}) with this directory as its root, and used through handles to the end. A name is one
 * component in the kernel's bytes; a path is several, joined by {@code /}. Safe for several threads; closed once.
 */
public final class Directory implements AutoCloseable {
    private static final int ENTRIES_BUFFER = 64 * 1024;
    private static final int ENTRY_HEADER = 19;
    private static final int DT_DIRECTORY = 4;

    private final LibC libC;
    private final int descriptor;
    private boolean closed;

    /** One name in a directory; {@code directory} is false where the file system does not say. */
    public record Entry(byte[] name, boolean directory) {
    }

    private Directory(LibC libC, int descriptor) {
        this.libC = libC;
        this.descriptor = descriptor;
    }

    /** Opens a directory of the engine's own: the path is trusted and resolved in the usual way. */
    public static Directory open(LibC libC, Path path) throws KernelException {
        return new Directory(libC, libC.openDirectory(LibC.AT_FDCWD, bytes(path.toString()), LibC.O_RDONLY, 0));
    }

    /** A name or path of the engine's own as bytes. */
    public static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** The number, valid until {@link #close}. */
    public int descriptor() {
        return descriptor;
    }

    /** Opens the directory of this name; a symbolic link is an error (ELOOP or ENOTDIR). */
    public Directory child(byte[] name) throws KernelException {
        return new Directory(libC, libC.openDirectory(descriptor, name, LibC.O_RDONLY,
                LibC.RESOLVE_BENEATH | LibC.RESOLVE_NO_SYMLINKS | LibC.RESOLVE_NO_MAGICLINKS));
    }

    /** Opens the directory at this path with this one as the root: links are followed but never lead outside. */
    public Directory descend(byte[] path) throws KernelException {
        return new Directory(libC, libC.openDirectory(descriptor, path, LibC.O_RDONLY,
                LibC.RESOLVE_IN_ROOT | LibC.RESOLVE_NO_MAGICLINKS));
    }

    /** Makes and opens a regular file of this name for writing; EEXIST if there is anything of that name. */
    public OpenFile create(byte[] name, int mode, ByteBuffer buffer) throws KernelException {
        int fd = libC.open(descriptor, name, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL, mode,
                LibC.RESOLVE_BENEATH | LibC.RESOLVE_NO_SYMLINKS | LibC.RESOLVE_NO_MAGICLINKS);
        return new OpenFile(libC, fd, buffer);
    }

    /** Opens the regular file of this name for reading; a link or another kind of file never makes this wait. */
    public OpenFile openChild(byte[] name, ByteBuffer buffer) throws KernelException {
        int fd = libC.open(descriptor, name, LibC.O_RDONLY | LibC.O_NONBLOCK, 0,
                LibC.RESOLVE_BENEATH | LibC.RESOLVE_NO_SYMLINKS | LibC.RESOLVE_NO_MAGICLINKS);
        return new OpenFile(libC, fd, buffer);
    }

    /** A handle of what is at this path, whatever it is, with this directory as the root; links are followed. */
    public OpenFile handle(byte[] path) throws KernelException {
        return new OpenFile(libC, libC.open(descriptor, path, LibC.O_PATH, 0,
                LibC.RESOLVE_IN_ROOT | LibC.RESOLVE_NO_MAGICLINKS), null);
    }

    /** Opens what is at this path for reading, with this directory as the root. */
    public OpenFile openFile(byte[] path) throws KernelException {
        int fd = libC.open(descriptor, path, LibC.O_RDONLY, 0,
                LibC.RESOLVE_IN_ROOT | LibC.RESOLVE_NO_MAGICLINKS);
        return new OpenFile(libC, fd, null);
    }

    /** What this name is; a symbolic link is itself. */
    public FileStatus status(byte[] name) throws KernelException {
        return libC.statx(descriptor, name, LibC.AT_SYMLINK_NOFOLLOW);
    }

    /** What this directory itself is. */
    public FileStatus status() throws KernelException {
        return libC.statx(descriptor, new byte[0], LibC.AT_EMPTY_PATH);
    }

    /** Whether there is anything of this name. */
    public boolean contains(byte[] name) throws KernelException {
        try {
            status(name);
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /** All names but {@code .} and {@code ..}, in the file system's order. */
    public List<Entry> list() throws KernelException {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(ENTRIES_BUFFER).order(ByteOrder.nativeOrder());
        // A description of its own, so that two listings of one handle do not share a position.
        int listing = libC.openDirectory(descriptor, bytes("."), LibC.O_RDONLY, 0);
        try {
            for (int length = libC.getdents(listing, buffer); length > 0; length = libC.getdents(listing, buffer)) {
                for (int at = 0; at < length; at += Short.toUnsignedInt(buffer.getShort(at + 16))) {
                    add(entries, buffer, at);
                }
            }
        } finally {
            libC.close(listing);
        }
        return entries;
    }

    private static void add(List<Entry> entries, ByteBuffer buffer, int at) {
        int end = at + ENTRY_HEADER;
        while (buffer.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - at - ENTRY_HEADER];
        buffer.get(at + ENTRY_HEADER, name);
        boolean dots = name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
        if (!dots) {
            entries.add(new Entry(name, buffer.get(at + 18) == DT_DIRECTORY));
        }
    }

    /** Makes a directory. */
    public void makeDirectory(byte[] name, int mode) throws KernelException {
        libC.mkdirat(descriptor, name, mode);
    }

    /** Makes a device, named pipe or empty file; {@code mode} with the type. */
    public void makeNode(byte[] name, int mode, int major, int minor) throws KernelException {
        libC.mknodat(descriptor, name, mode, major, minor);
    }

    /** Makes a symbolic link. */
    public void makeSymlink(byte[] name, byte[] target) throws KernelException {
        libC.symlinkat(target, descriptor, name);
    }

    /** Gives what {@code name} is in {@code other} a further name here; a symbolic link is itself. */
    public void makeLink(byte[] newName, Directory other, byte[] name) throws KernelException {
        libC.linkat(other.descriptor, name, descriptor, newName);
    }

    /** Where a symbolic link leads. */
    public byte[] readLink(byte[] name) throws KernelException {
        return libC.readlinkat(descriptor, name);
    }

    /** Removes a name that is no directory. */
    public void remove(byte[] name) throws KernelException {
        libC.unlinkat(descriptor, name, 0);
    }

    /** Removes an empty directory. */
    public void removeDirectory(byte[] name) throws KernelException {
        libC.unlinkat(descriptor, name, LibC.AT_REMOVEDIR);
    }

    /** Moves a name to another directory of the same file system, over what is there. */
    public void rename(byte[] name, Directory other, byte[] newName) throws KernelException {
        libC.renameat(descriptor, name, other.descriptor, newName, 0);
    }

    /** Sets owner and group of a name; a symbolic link is itself. Clears set-id bits and file capabilities. */
    public void changeOwner(byte[] name, long uid, long gid) throws KernelException {
        libC.fchownat(descriptor, name, uid, gid, LibC.AT_SYMLINK_NOFOLLOW);
    }

    /** Sets the permission bits of a name, which must be known not to be a symbolic link. */
    public void changeMode(byte[] name, int mode) throws KernelException {
        libC.fchmodat(descriptor, name, mode);
    }

    /** Sets access and modification time of a name; a symbolic link is itself. */
    public void changeTimes(byte[] name, long seconds, int nanos) throws KernelException {
        libC.utimensat(descriptor, name, seconds, nanos, LibC.AT_SYMLINK_NOFOLLOW);
    }

    /** Makes the names in this directory durable. */
    public void sync() throws KernelException {
        libC.fsync(descriptor);
    }

    /** Makes everything of this directory's file system durable. */
    public void syncFileSystem() throws KernelException {
        libC.syncfs(descriptor);
    }

    @Override
    public synchronized void close() throws KernelException {
        if (!closed) {
            closed = true;
            libC.close(descriptor);
        }
    }
}
