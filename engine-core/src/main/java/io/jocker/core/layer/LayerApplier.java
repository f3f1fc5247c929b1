package io.jocker.core.layer;

import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarReader;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.Xattrs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.UnaryOperator;
import jnr.constants.platform.Errno;

/**
 * Unpacks one layer's tar into an empty directory: owners, modes, times, attributes, links, devices; whiteouts
 * (OCI image specification, layer.md) become overlayfs's. Whatever the archive says, nothing outside of the directory
 * is touched: paths are resolved by the kernel with it as the root. Needs root.
 */
public final class LayerApplier {
    // What the kernel says when the archive, not the machine, is at fault.
    private static final Set<Errno> FAULTS_OF_ARCHIVE = Set.of(Errno.ENAMETOOLONG, Errno.ELOOP, Errno.ENOTDIR,
            Errno.EISDIR, Errno.EINVAL, Errno.EEXIST, Errno.ENOENT, Errno.EXDEV, Errno.EMLINK, Errno.ERANGE,
            Errno.E2BIG);

    private final Xattrs xattrs;
    private final ArchiveLimits limits;

    /** With these limits on what an archive may hold. */
    public LayerApplier(Xattrs xattrs, ArchiveLimits limits) {
        this.xattrs = xattrs;
        this.limits = limits;
    }

    /**
     * Unpacks an uncompressed tar and reads the stream to its end. Answers the bytes of all regular files.
     *
     * @throws CorruptArchiveException naming the entry that cannot be unpacked
     * @throws KernelException if the machine is at fault, for example the disk is full
     */
    public long apply(Directory root, InputStream tar) throws IOException {
        return unpack(root, tar, LayerTree.Rules.LAYER, UnaryOperator.identity());
    }

    /**
     * Unpacks an uncompressed tar into a tree that is in use, where names that begin with {@code .wh.} are names like
     * others.
     *
     * @param typesMayChange whether a directory may take the place of something else, and the other way round
     * @param owned          gives each entry the owner that it is to have
     * @throws CorruptArchiveException naming the entry that cannot be unpacked
     */
    public void unpack(Directory root, InputStream tar, boolean typesMayChange, UnaryOperator<TarEntry> owned)
            throws IOException {
        unpack(root, tar, new LayerTree.Rules(false, typesMayChange), owned);
    }

    private long unpack(Directory root, InputStream tar, LayerTree.Rules rules, UnaryOperator<TarEntry> change)
            throws IOException {
        TarReader reader = new TarReader(tar, limits);
        try (LayerTree tree = new LayerTree(root, xattrs, rules)) {
            long size = 0;
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                try {
                    tree.add(change.apply(entry), reader);
                } catch (KernelException e) {
                    throw explained(e, entry);
                }
                size += entry.type() == TarEntry.Type.FILE ? entry.size() : 0;
            }
            tree.finish();
            return size;
        }
    }

    private static IOException explained(KernelException e, TarEntry entry) {
        for (Errno errno : FAULTS_OF_ARCHIVE) {
            if (e.is(errno)) {
                return new CorruptArchiveException("the entry \"" + entry.displayName() + "\" cannot be unpacked: "
                        + e.getMessage());
            }
        }
        return e;
    }
}
