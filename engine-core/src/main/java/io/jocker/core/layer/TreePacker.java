package io.jocker.core.layer;

import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarEntry.Segment;
import io.jocker.core.archive.TarEntry.Type;
import io.jocker.core.archive.TarWriter;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.OpenFile;
import io.jocker.core.host.Xattrs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jnr.constants.platform.Errno;

/**
 * Packs a tree into a tar: names in the order of their bytes, owners, modes, times to the nanosecond, attributes,
 * hard links, devices. Links are never followed. What vanishes while it is being packed is left out; a file that grows
 * or shrinks is cut, or filled with zeros, to the size it had. Sockets cannot be packed and are left out, as with
 * Docker.
 */
public final class TreePacker {
    private static final int BUFFER = 256 * 1024;
    private static final int MOUNT_POINT_MODE = 0755;
    private static final byte[] SELF = {'.'};
    private static final byte[] WHITEOUT = Directory.bytes(".wh.");
    private static final byte[] OPAQUE = Directory.bytes(".wh..wh..opq");
    private static final String OPAQUE_ATTRIBUTE = "trusted.overlay.opaque";
    private static final String KERNEL_ONLY = "trusted.";

    private final Xattrs xattrs;
    private final TarWriter tar;
    private final Style style;
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer fileBuffer = OpenFile.newBuffer();
    // First names of files that have several.
    private final Map<FileId, byte[]> linked = new HashMap<>();

    private record FileId(long device, long inode) {
    }

    /** What is to be packed of a tree. */
    public enum Style {
        /** Everything, whatever is mounted in it. */
        ALL,
        /** What is mounted in it stands empty: a directory without content, a file without bytes. */
        WITHOUT_MOUNTS,
        /** It is overlayfs's upper directory: its marks of removal become the whiteouts of layers. */
        LAYER
    }

    /** Packs into {@code tar}. */
    public TreePacker(Xattrs xattrs, TarWriter tar, Style style) {
        this.xattrs = xattrs;
        this.tar = tar;
        this.style = style;
    }

    /** Packs what is in a directory, not itself; {@code prefix} is put before all names, and ends with a slash. */
    public void packContent(Directory directory, byte[] prefix) throws IOException {
        List<Directory.Entry> entries = new ArrayList<>(directory.list());
        entries.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        for (Directory.Entry entry : entries) {
            pack(directory, entry.name(), join(prefix, entry.name()));
        }
    }

    /** Packs one name of a directory, with all that is beneath it, under another name. */
    public void pack(Directory parent, byte[] name, byte[] path) throws IOException {
        try {
            FileStatus status = parent.status(name);
            if (style == Style.WITHOUT_MOUNTS && status.mountId() != parent.status().mountId()) {
                mountPoint(path, status);
            } else if (status.is(FileStatus.DIRECTORY)) {
                try (Directory directory = parent.child(name)) {
                    packDirectory(directory, path);
                }
            } else if (style == Style.LAYER && status.isWhiteout()) {
                whiteout(path, status);
            } else {
                packFile(parent, name, path, status);
            }
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** Packs a directory itself, and all that is beneath it. */
    public void packDirectory(Directory directory, byte[] path) throws IOException {
        FileStatus status = directory.status();
        Map<String, byte[]> attributes = new TreeMap<>(xattrs.all(directory, SELF));
        boolean opaque = attributes.containsKey(OPAQUE_ATTRIBUTE);
        byte[] prefix = join(path, new byte[] {'/'});
        begin(prefix, Type.DIRECTORY, status, new byte[0], attributes);
        if (style == Style.LAYER && opaque) {
            begin(join(prefix, OPAQUE), Type.FILE, empty(status), new byte[0], Map.of());
        }
        packContent(directory, prefix);
    }

    private void mountPoint(byte[] path, FileStatus status) throws IOException {
        boolean directory = status.is(FileStatus.DIRECTORY);
        FileStatus empty = new FileStatus((directory ? FileStatus.DIRECTORY : FileStatus.REGULAR) | MOUNT_POINT_MODE, 0,
                0, 0, 0, 0, 1, 0, 0, 0, status.modifiedSeconds(), 0, 0);
        begin(directory ? join(path, new byte[] {'/'}) : path, directory ? Type.DIRECTORY : Type.FILE, empty,
                new byte[0], Map.of());
    }

    private void whiteout(byte[] path, FileStatus status) throws IOException {
        int slash = path.length;
        while (slash > 0 && path[slash - 1] != '/') {
            slash--;
        }
        byte[] marked = join(join(Arrays.copyOf(path, slash), WHITEOUT), Arrays.copyOfRange(path, slash, path.length));
        begin(marked, Type.FILE, empty(status), new byte[0], Map.of());
    }

    private static FileStatus empty(FileStatus of) {
        return new FileStatus(FileStatus.REGULAR, 0, 0, 0, 0, 0, 1, 0, 0, 0, of.modifiedSeconds(), 0, 0);
    }

    private void packFile(Directory parent, byte[] name, byte[] path, FileStatus status) throws IOException {
        Type type = type(status);
        if (type == null) {
            return;
        }
        if (status.links() > 1) {
            byte[] first = linked.putIfAbsent(new FileId(status.device(), status.inode()), path);
            if (first != null) {
                begin(path, Type.HARD_LINK, status, first, Map.of());
                return;
            }
        }
        if (type == Type.SYMLINK) {
            begin(path, type, status, parent.readLink(name), Map.of());
        } else if (type == Type.FILE) {
            regular(parent, name, path, status);
        } else {
            begin(path, type, status, new byte[0], xattrs.all(parent, name));
        }
    }

    private void regular(Directory parent, byte[] name, byte[] path, FileStatus status) throws IOException {
        try (OpenFile file = parent.openChild(name, fileBuffer)) {
            begin(path, Type.FILE, status, new byte[0], xattrs.all(parent, name));
            while (tar.remaining() > 0) {
                int count = file.read(bytes, 0, (int) Math.min(bytes.length, tar.remaining()));
                if (count < 0) {
                    Arrays.fill(bytes, (byte) 0);
                    count = (int) Math.min(bytes.length, tar.remaining());
                }
                tar.write(bytes, 0, count);
            }
        }
    }

    private void begin(byte[] path, Type type, FileStatus status, byte[] link, Map<String, byte[]> attributes)
            throws IOException {
        Map<String, byte[]> kept = new TreeMap<>();
        attributes.forEach((key, value) -> {
            if (!key.startsWith(KERNEL_ONLY)) {
                kept.put(key, value);
            }
        });
        long size = type == Type.FILE ? status.size() : 0;
        tar.begin(new TarEntry(path, type, status.mode() & 07777, Integer.toUnsignedLong(status.uid()),
                Integer.toUnsignedLong(status.gid()), size, status.modifiedSeconds(), status.modifiedNanos(), link,
                status.deviceMajor(), status.deviceMinor(), kept, List.of(new Segment(0, size))));
    }

    /** Null for a socket. */
    private static Type type(FileStatus status) {
        return switch (status.mode() & FileStatus.TYPE_MASK) {
            case FileStatus.REGULAR -> Type.FILE;
            case FileStatus.SYMLINK -> Type.SYMLINK;
            case FileStatus.CHARACTER_DEVICE -> Type.CHARACTER_DEVICE;
            case FileStatus.BLOCK_DEVICE -> Type.BLOCK_DEVICE;
            case FileStatus.FIFO -> Type.FIFO;
            default -> null;
        };
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
