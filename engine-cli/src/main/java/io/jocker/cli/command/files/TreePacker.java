package io.jocker.cli.command.files;

import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarEntry.Type;
import io.jocker.core.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Writes a tree of the caller's machine as an archive, as it is found; links are written, not followed. */
final class TreePacker {
    private static final int BUFFER = 128 * 1024;
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final int LOW = 0xff;

    private final Rebase rebase;
    private final Map<String, byte[]> linked = new HashMap<>();
    private final byte[] buffer = new byte[BUFFER];

    TreePacker(Rebase rebase) {
        this.rebase = rebase;
    }

    /** Writes what is at {@code file} under a name; how many bytes that were. */
    long pack(Path file, String name, OutputStream out) throws IOException {
        Counted counted = new Counted(out);
        TarWriter writer = new TarWriter(new BufferedOutputStream(counted, BUFFER));
        add(writer, file, name);
        writer.finish();
        return counted.count;
    }

    private void add(TarWriter writer, Path file, String name) throws IOException {
        Map<String, Object> facts = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) facts.get("mode");
        Type type = type(mode & TYPE);
        if (type == null) {
            // A socket: nobody listens on a copy of it.
            return;
        }
        byte[] stored = rebase.apply(name.getBytes(StandardCharsets.UTF_8));
        byte[] target = type == Type.SYMLINK ? Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        if (type != Type.DIRECTORY && (Integer) facts.get("nlink") > 1) {
            byte[] first = linked.putIfAbsent(facts.get("dev") + ":" + facts.get("ino"), stored);
            if (first != null) {
                type = Type.HARD_LINK;
                target = first;
            }
        }
        long size = type == Type.FILE ? (Long) facts.get("size") : 0;
        writer.begin(entry(facts, stored, type, size, target));
        if (type == Type.FILE) {
            content(writer, file, size);
        } else if (type == Type.DIRECTORY) {
            for (Path child : children(file)) {
                add(writer, child, name + "/" + child.getFileName());
            }
        }
    }

    private static TarEntry entry(Map<String, Object> facts, byte[] name, Type type, long size, byte[] target) {
        FileTime modified = (FileTime) facts.get("lastModifiedTime");
        long nanos = modified.to(TimeUnit.NANOSECONDS);
        boolean device = type == Type.CHARACTER_DEVICE || type == Type.BLOCK_DEVICE;
        long number = device ? (Long) facts.get("rdev") : 0;
        return new TarEntry(name, type, (Integer) facts.get("mode") & PERMISSIONS, (Integer) facts.get("uid"),
                (Integer) facts.get("gid"), size, Math.floorDiv(nanos, 1_000_000_000L),
                (int) Math.floorMod(nanos, 1_000_000_000L), target,
                (int) (number >> 8 & 0xfff), (int) (number & LOW | number >> 12 & ~LOW), Map.of(),
                List.of(new TarEntry.Segment(0, size)));
    }

    private static Type type(int format) {
        return switch (format) {
            case 0100000 -> Type.FILE;
            case 0040000 -> Type.DIRECTORY;
            case 0120000 -> Type.SYMLINK;
            case 0020000 -> Type.CHARACTER_DEVICE;
            case 0060000 -> Type.BLOCK_DEVICE;
            case 0010000 -> Type.FIFO;
            default -> null;
        };
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        }
        children.sort(null);
        return children;
    }

    private void content(TarWriter writer, Path file, long size) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            long left = size;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new IOException(file + " became shorter while it was copied");
                }
                writer.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static final class Counted extends FilterOutputStream {
        private long count;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
