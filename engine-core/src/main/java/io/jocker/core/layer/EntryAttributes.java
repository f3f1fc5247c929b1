package io.jocker.core.layer;

import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarEntry.Type;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.Xattrs;
import java.util.Map;
import jnr.constants.platform.Errno;

/** Gives what an entry made its owner, mode, attributes and (but for a directory) times, in the order that lasts. */
final class EntryAttributes {
    private static final String CAPABILITY = "security.capability";
    // overlayfs keeps its own state there; an image must not speak for it.
    private static final String KERNEL_ONLY = "trusted.";
    private static final String USER_OVERLAY = "user.overlay.";

    private final Xattrs xattrs;

    EntryAttributes(Xattrs xattrs) {
        this.xattrs = xattrs;
    }

    void apply(Directory parent, byte[] name, TarEntry entry) throws KernelException {
        // A change of owner clears set-id bits and capabilities, so it comes first.
        parent.changeOwner(name, entry.uid(), entry.gid());
        if (entry.type() != Type.SYMLINK) {
            parent.changeMode(name, entry.mode());
        }
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            set(parent, name, xattr, entry.type());
        }
        if (entry.type() != Type.DIRECTORY) {
            parent.changeTimes(name, entry.modifiedSeconds(), entry.modifiedNanos());
        }
    }

    private void set(Directory parent, byte[] name, Map.Entry<String, byte[]> xattr, Type type)
            throws KernelException {
        String attribute = xattr.getKey();
        if (attribute.startsWith(KERNEL_ONLY) || attribute.startsWith(USER_OVERLAY)) {
            return;
        }
        try {
            xattrs.set(parent, name, attribute, xattr.getValue());
        } catch (KernelException e) {
            // As Docker: what the file system cannot keep is left out, but never a capability.
            boolean unsupported = e.is(Errno.EOPNOTSUPP) || e.is(Errno.EPERM) && type != Type.FILE
                    && type != Type.DIRECTORY;
            if (!unsupported || attribute.equals(CAPABILITY)) {
                throw e;
            }
        }
    }
}
