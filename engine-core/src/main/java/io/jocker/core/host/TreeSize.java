package io.jocker.core.host;

import java.util.HashSet;
import java.util.Set;
import jnr.constants.platform.Errno;

/** How many bytes the files of a tree hold; each file once, however many names it has. */
public final class TreeSize {
    private final Set<Long> linked = new HashSet<>();

    private TreeSize() {
    }

    /** The size of everything in a directory, also while somebody changes it. */
    public static long of(Directory directory) throws KernelException {
        return new TreeSize().size(directory);
    }

    private long size(Directory directory) throws KernelException {
        long size = 0;
        for (Directory.Entry entry : directory.list()) {
            try {
                FileStatus status = directory.status(entry.name());
                if (status.is(FileStatus.DIRECTORY)) {
                    try (Directory child = directory.child(entry.name())) {
                        size += size(child);
                    }
                } else if (status.links() == 1 || linked.add(status.inode())) {
                    size += status.size();
                }
            } catch (KernelException e) {
                // Removed while it is being counted.
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
        return size;
    }
}
