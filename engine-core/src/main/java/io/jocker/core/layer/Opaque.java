package io.jocker.core.layer;

import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.Xattrs;

/** overlayfs's mark on a directory that hides all of the same name in the layers below. */
final class Opaque {
    private static final String ATTRIBUTE = "trusted.overlay.opaque";
    private static final byte[] YES = {'y'};

    private final Xattrs xattrs;

    Opaque(Xattrs xattrs) {
        this.xattrs = xattrs;
    }

    void mark(Directory directory, byte[] name) throws KernelException {
        xattrs.set(directory, name, ATTRIBUTE, YES);
    }
}
