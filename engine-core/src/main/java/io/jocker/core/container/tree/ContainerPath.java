package io.jocker.core.container.tree;

import io.jocker.core.EngineException;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.EntryPath;
import io.jocker.core.container.Container;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import java.util.List;
import jnr.constants.platform.Errno;

/**
 * A path in a container as a client names it: its last component is not followed if it is a link, unless a slash or
 * a dot comes after it.
 *
 * @param text    as it was given
 * @param follows whether a link at the end is followed
 */
record ContainerPath(String text, EntryPath path, boolean follows) {
    static ContainerPath of(String text) {
        if (text == null || text.isEmpty()) {
            throw EngineException.invalid("Path cannot be empty");
        }
        EntryPath path;
        try {
            path = EntryPath.of(Directory.bytes(text));
        } catch (CorruptArchiveException climbsAboveTheRoot) {
            // As with every path: above the root is the root.
            path = clean(text);
        }
        return new ContainerPath(text, path, text.endsWith("/") || text.endsWith("/.") || text.equals("."));
    }

    private static EntryPath clean(String text) {
        try {
            return EntryPath.of(Directory.bytes(java.nio.file.Path.of("/").resolve(text).normalize().toString()));
        } catch (CorruptArchiveException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the entries of an archive of it are called: its last component, or a dot. */
    byte[] base() {
        return text.endsWith("/.") || path.isRoot() ? new byte[] {'.'} : path.name();
    }

    /** The directory that holds it. */
    Directory parent(Directory root, Container container) throws KernelException {
        try {
            EntryPath parent = path.isRoot() ? path : path.parent();
            return root.descend(parent.isRoot() ? new byte[] {'.'} : parent.bytes());
        } catch (KernelException e) {
            throw missing(e, container);
        }
    }

    /** The directory that it is, whatever links lead to it. */
    Directory directory(Directory root, Container container) throws KernelException {
        try {
            return root.descend(path.isRoot() ? new byte[] {'.'} : path.bytes());
        } catch (KernelException e) {
            if (e.is(Errno.ENOTDIR)) {
                throw EngineException.invalid("extraction point is not a directory");
            }
            throw missing(e, container);
        }
    }

    /** What it is. */
    FileStatus status(Directory root, Container container) throws KernelException {
        try {
            if (path.isRoot() || follows) {
                try (Directory directory = root.descend(path.isRoot() ? new byte[] {'.'} : path.bytes())) {
                    return directory.status();
                }
            }
            try (Directory parent = parent(root, container)) {
                return parent.status(path.name());
            }
        } catch (KernelException e) {
            throw missing(e, container);
        }
    }

    private RuntimeException missing(KernelException e, Container container) throws KernelException {
        if (List.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP).stream().noneMatch(e::is)) {
            throw e;
        }
        return EngineException.notFound("Could not find the file " + text + " in container " + container.name());
    }
}
