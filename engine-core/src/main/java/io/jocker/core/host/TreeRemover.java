package io.jocker.core.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jnr.constants.platform.Errno;

/**
 * Removes a tree whatever it holds: names of any bytes, devices, whiteouts, directories nested deeper than a path
 * can say. Never follows a link. The number of open handles is bounded: what lies deeper is first moved up.
 */
public final class TreeRemover {
    private static final int MAX_DEPTH = 32;

    private final Directory top;
    private long moved;

    /** For trees in this directory. */
    public TreeRemover(Directory top) {
        this.top = top;
    }

    /** Removes what has this name; nothing to do if there is nothing. */
    public void remove(byte[] name) throws KernelException {
        Deque<byte[]> pending = new ArrayDeque<>();
        pending.add(name);
        for (byte[] next = pending.poll(); next != null; next = pending.poll()) {
            removeName(top, next, 0, pending);
        }
    }

    private void removeName(Directory parent, byte[] name, int depth, Deque<byte[]> pending) throws KernelException {
        try {
            parent.remove(name);
        } catch (KernelException e) {
            if (e.is(Errno.EISDIR) || e.is(Errno.EPERM)) {
                removeTree(parent, name, depth, pending);
            } else if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private void removeTree(Directory parent, byte[] name, int depth, Deque<byte[]> pending) throws KernelException {
        if (depth >= MAX_DEPTH) {
            byte[] flat = (".removing-" + System.identityHashCode(this) + "-" + moved++)
                    .getBytes(StandardCharsets.US_ASCII);
            parent.rename(name, top, flat);
            pending.add(flat);
            return;
        }
        try (Directory directory = parent.child(name)) {
            for (List<Directory.Entry> entries = directory.list(); !entries.isEmpty(); entries = directory.list()) {
                for (Directory.Entry entry : entries) {
                    if (entry.directory()) {
                        removeTree(directory, entry.name(), depth + 1, pending);
                    } else {
                        removeName(directory, entry.name(), depth + 1, pending);
                    }
                }
            }
        }
        parent.removeDirectory(name);
    }
}
