package io.jocker.core.layer;

import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.EntryPath;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jnr.constants.platform.Errno;

/**
 * Handles of the directories that entries go into, kept open while consecutive entries need them, opened and made
 * beneath the root. Whoever replaces a directory or a link must {@link #forget}.
 */
final class ParentDirectories implements AutoCloseable {
    private static final int KEPT = 64;
    private static final int MADE_MODE = 0755;

    private final Directory root;
    private final Opaque opaque;
    private final Map<ByteBuffer, Directory> open = new LinkedHashMap<>(KEPT * 2, 0.75f, true);

    ParentDirectories(Directory root, Opaque opaque) {
        this.root = root;
        this.opaque = opaque;
    }

    /** The directory at this path, made with what is missing above it. */
    Directory make(EntryPath path) throws IOException {
        Optional<Directory> found = find(path);
        if (found.isPresent()) {
            return found.get();
        }
        Directory above = make(path.parent());
        byte[] name = path.name();
        boolean hidesLower = above.contains(name);
        if (hidesLower) {
            removeWhiteout(above, path);
        }
        above.makeDirectory(name, MADE_MODE);
        above.changeMode(name, MADE_MODE);
        if (hidesLower) {
            opaque.mark(above, name);
        }
        return find(path).orElseThrow();
    }

    private static void removeWhiteout(Directory above, EntryPath path) throws IOException {
        if (!above.status(path.name()).isWhiteout()) {
            throw new CorruptArchiveException("\"" + path.display() + "\" is not a directory, but a later entry uses "
                    + "it as one");
        }
        above.remove(path.name());
    }

    /** The directory at this path, if there is one. */
    Optional<Directory> find(EntryPath path) throws KernelException {
        if (path.isRoot()) {
            return Optional.of(root);
        }
        byte[] bytes = path.bytes();
        Directory known = open.get(ByteBuffer.wrap(bytes));
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(keep(bytes, root.descend(bytes)));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Directory keep(byte[] path, Directory directory) throws KernelException {
        if (open.size() >= KEPT) {
            var eldest = open.entrySet().iterator();
            // The caller may still hold the directory above, which was used just now: the eldest is another one.
            eldest.next().getValue().close();
            eldest.remove();
        }
        open.put(ByteBuffer.wrap(path), directory);
        return directory;
    }

    /** Closes all handles: what a path leads to may have changed. */
    void forget() throws KernelException {
        for (Directory directory : open.values()) {
            directory.close();
        }
        open.clear();
    }

    @Override
    public void close() throws KernelException {
        forget();
    }
}
