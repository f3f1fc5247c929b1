package io.jocker.core.layer;

import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jnr.constants.platform.Errno;

/** What overlayfs's upper directory changes of the tree below it. */
public final class TreeDiff {
    private static final byte[] SELF = {'.'};
    private static final String OPAQUE_ATTRIBUTE = "trusted.overlay.opaque";

    private final Xattrs xattrs;
    private final List<Change> changes = new ArrayList<>();

    /** What happened to a path. */
    public enum Kind {
        /** It is not what it was below. */
        MODIFIED,
        /** It was not there. */
        ADDED,
        /** It is not there any more. */
        DELETED
    }

    /** One change; the path begins with a slash. */
    public record Change(Kind kind, String path) {
    }

    private TreeDiff(Xattrs xattrs) {
        this.xattrs = xattrs;
    }

    /** All changes, in the order of a walk through the tree. */
    public static List<Change> of(Xattrs xattrs, Directory upper, Directory lower) throws KernelException {
        TreeDiff diff = new TreeDiff(xattrs);
        diff.compare(upper, lower, "");
        return List.copyOf(diff.changes);
    }

    /**
     * @param lower the directory of the same name below; null if there is none, or it is hidden
     */
    private void compare(Directory upper, Directory lower, String path) throws KernelException {
        for (Directory.Entry entry : sorted(upper)) {
            String name = path + "/" + new String(entry.name(), StandardCharsets.UTF_8);
            FileStatus above = upper.status(entry.name());
            FileStatus below = status(lower, entry.name());
            if (above.isWhiteout()) {
                if (below != null) {
                    changes.add(new Change(Kind.DELETED, name));
                }
                continue;
            }
            changes.add(new Change(below == null ? Kind.ADDED : Kind.MODIFIED, name));
            if (above.is(FileStatus.DIRECTORY)) {
                try (Directory child = upper.child(entry.name())) {
                    descend(child, below != null && below.is(FileStatus.DIRECTORY) ? lower : null, entry.name(), name);
                }
            }
        }
    }

    private void descend(Directory upper, Directory lowerParent, byte[] name, String path) throws KernelException {
        if (lowerParent == null) {
            compare(upper, null, path);
            return;
        }
        try (Directory lower = lowerParent.child(name)) {
            if (xattrs.all(upper, SELF).containsKey(OPAQUE_ATTRIBUTE)) {
                hidden(upper, lower, path);
            }
            compare(upper, lower, path);
        }
    }

    /** Everything of an opaque directory's namesake is gone, unless there is something of that name again. */
    private void hidden(Directory upper, Directory lower, String path) throws KernelException {
        for (Directory.Entry entry : sorted(lower)) {
            if (!upper.contains(entry.name())) {
                changes.add(new Change(Kind.DELETED, path + "/" + new String(entry.name(), StandardCharsets.UTF_8)));
            }
        }
    }

    private static List<Directory.Entry> sorted(Directory directory) throws KernelException {
        List<Directory.Entry> entries = new ArrayList<>(directory.list());
        entries.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        return entries;
    }

    private static FileStatus status(Directory directory, byte[] name) throws KernelException {
        if (directory == null) {
            return null;
        }
        try {
            return directory.status(name);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        }
    }
}
