package io.jocker.cli.command.files;

import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.EntryPath;
import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarEntry.Type;
import io.jocker.core.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Unpacks an archive below a directory and nowhere else: no name climbs out of it, and none is followed through a
 * symbolic link, whoever made that. The archive is read as it comes.
 */
final class TreeUnpacker {
    private static final int BUFFER = 128 * 1024;

    private final Path root;
    private final Rebase rebase;
    private final boolean owners;
    private final byte[] buffer = new byte[BUFFER];
    private final Deque<Finish> last = new ArrayDeque<>();

    private interface Finish {
        void run() throws IOException;
    }

    /**
     * @param owners whether files get the owners that the archive names
     */
    TreeUnpacker(Path root, Rebase rebase, boolean owners) {
        this.root = root;
        this.rebase = rebase;
        this.owners = owners;
    }

    /** Unpacks to the end. */
    void unpack(InputStream archive) throws IOException {
        TarReader reader = new TarReader(archive, ArchiveLimits.DEFAULT);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            Path path = place(entry.name());
            if (entry.type() == Type.DIRECTORY) {
                directory(path, entry);
            } else if (!path.equals(root)) {
                make(path, entry, reader);
            }
        }
        // Directories get their times and modes when nothing is put into them any more.
        while (!last.isEmpty()) {
            last.pop().run();
        }
    }

    /** The path of a name, every directory on the way to which is one. */
    private Path place(byte[] name) throws IOException {
        Path at = root;
        List<byte[]> components = EntryPath.of(rebase.apply(name)).components();
        for (int i = 0; i < components.size(); i++) {
            at = at.resolve(text(components.get(i)));
            if (i == components.size() - 1) {
                return at;
            }
            if (Files.isSymbolicLink(at)) {
                throw new IOException("refusing to copy " + display(name) + ": " + at + " is a symbolic link");
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(at);
            }
        }
        return at;
    }

    private static String display(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    private Path text(byte[] name) throws IOException {
        try {
            return Path.of(new String(name, StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            throw new IOException("cannot name a file " + display(name) + " in this locale: set LC_ALL=C.UTF-8", e);
        }
    }

    private void directory(Path path, TarEntry entry) throws IOException {
        boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (LocalPath.exists(path) && !isDirectory && !path.equals(root)) {
            throw new IOException("cannot overwrite non-directory \"" + path + "\" with directory \"" + root + "\"");
        }
        if (path.equals(root)) {
            return;
        }
        if (!isDirectory) {
            Files.createDirectory(path);
        }
        last.push(() -> finish(path, entry));
    }

    private void make(Path path, TarEntry entry, TarReader reader) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("cannot overwrite directory \"" + path + "\" with non-directory \"" + root + "\"");
        }
        switch (entry.type()) {
            case FILE -> {
                Files.deleteIfExists(path);
                content(path, entry, reader);
                finish(path, entry);
            }
            case SYMLINK -> {
                Files.deleteIfExists(path);
                Files.createSymbolicLink(path, text(entry.linkName()));
                owner(path, entry);
            }
            case HARD_LINK -> {
                Path target = place(entry.linkName());
                if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException("refusing to link " + path + " to " + target + ", which is no file");
                }
                Files.deleteIfExists(path);
                Files.createLink(path, target);
            }
            default -> throw new IOException("cannot make the device or pipe " + path
                    + ": copy to '-' and unpack with tar(1)");
        }
    }

    private void content(Path path, TarEntry entry, TarReader reader) throws IOException {
        try (FileChannel out = FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS))) {
            for (TarEntry.Segment segment : entry.segments()) {
                out.position(segment.offset());
                long left = segment.length();
                while (left > 0) {
                    int count = reader.read(buffer, 0, (int) Math.min(left, buffer.length));
                    if (count < 0) {
                        throw new IOException("the archive ends in the middle of " + path);
                    }
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    left -= count;
                }
            }
            if (out.size() < entry.size()) {
                out.write(ByteBuffer.wrap(new byte[1]), entry.size() - 1);
            }
        }
    }

    private void finish(Path path, TarEntry entry) throws IOException {
        owner(path, entry);
        Files.setAttribute(path, "unix:mode", entry.mode(), LinkOption.NOFOLLOW_LINKS);
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(entry.modifiedSeconds(),
                entry.modifiedNanos())));
    }

    private void owner(Path path, TarEntry entry) throws IOException {
        if (owners) {
            Files.setAttribute(path, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
        }
    }
}
