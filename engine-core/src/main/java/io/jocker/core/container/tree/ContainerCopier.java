package io.jocker.core.container.tree;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.Decompressor;
import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarWriter;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.container.ContainerState;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.Xattrs;
import io.jocker.core.layer.LayerApplier;
import io.jocker.core.layer.TreePacker;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import jnr.constants.platform.Errno;

/** {@code cp}: files and trees out of a container and into it, as tar archives that are never held in memory. */
public final class ContainerCopier {
    private static final int BUFFER = 64 * 1024;
    private static final List<Errno> GONE = List.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EINVAL,
            Errno.EXDEV);

    private final ContainerTrees trees;
    private final ContainerEvents events;
    private final Xattrs xattrs = new Xattrs();
    private final LayerApplier unpacker = new LayerApplier(xattrs, ArchiveLimits.DEFAULT);
    private final Decompressor decompressor = new Decompressor(ArchiveLimits.DEFAULT);

    /**
     * How an archive is put into a container.
     *
     * @param typesMayChange whether a directory may replace a file, and the other way round
     * @param asUser         whether everything is to belong to the container's user instead of whom the archive names
     */
    public record Options(boolean typesMayChange, boolean asUser) {
    }

    /** Receives what a path is, and gives the stream for its archive. */
    @FunctionalInterface
    public interface Sink {
        /** Called once, before the first byte. */
        OutputStream open(PathStat stat) throws IOException;
    }

    /** Through {@code trees}. */
    public ContainerCopier(ContainerTrees trees, ContainerEvents events) {
        this.trees = trees;
        this.events = events;
    }

    /** What a path is; NOT_FOUND if there is nothing. */
    public PathStat stat(Container container, String text) throws IOException {
        ContainerPath path = ContainerPath.of(text);
        return reading(container, path, root -> stat(root, path, container));
    }

    /** What vanishes or changes its type while it is looked at was not there. */
    private <T> T reading(Container container, ContainerPath path, ContainerTrees.Work<T> work) throws IOException {
        try {
            return trees.use(container, work);
        } catch (KernelException e) {
            if (GONE.stream().anyMatch(e::is)) {
                throw EngineException.notFound("Could not find the file " + path.text() + " in container "
                        + container.name());
            }
            throw EngineException.internal("cannot read " + path.text() + " in container " + container.name() + ": "
                    + e.getMessage(), e);
        }
    }

    private static PathStat stat(Directory root, ContainerPath path, Container container) throws KernelException {
        FileStatus status = path.status(root, container);
        String name = path.path().isRoot() ? "/" : new String(path.base(), StandardCharsets.UTF_8);
        if (!status.is(FileStatus.SYMLINK)) {
            return new PathStat(name, status, "");
        }
        try (Directory parent = path.parent(root, container)) {
            String target = new String(parent.readLink(path.path().name()), StandardCharsets.UTF_8);
            String folder = "/" + new String(path.path().parent().bytes(), StandardCharsets.UTF_8);
            return new PathStat(name, status, Path.of(folder).resolve(target).normalize().toString());
        }
    }

    /** An archive of what is at a path; NOT_FOUND if there is nothing. */
    public void read(Container container, String text, Sink sink) throws IOException {
        ContainerPath path = ContainerPath.of(text);
        reading(container, path, root -> {
            PathStat stat = stat(root, path, container);
            TarWriter tar = new TarWriter(new BufferedOutputStream(sink.open(stat), BUFFER));
            TreePacker packer = new TreePacker(xattrs, tar, TreePacker.Style.ALL);
            if (path.path().isRoot() || path.follows()) {
                try (Directory directory = path.directory(root, container)) {
                    packer.packDirectory(directory, path.base());
                }
            } else {
                try (Directory parent = path.parent(root, container)) {
                    packer.pack(parent, path.path().name(), path.base());
                }
            }
            tar.finish();
            return null;
        });
        events.publish(container, "archive-path");
    }

    /**
     * Unpacks an archive, compressed or not, into a directory.
     *
     * @throws EngineException NOT_FOUND if there is no such directory, INVALID for a bad archive, FORBIDDEN if
     *                         nothing can be written there
     */
    public void write(Container container, String text, InputStream archive, Options options) throws IOException {
        ContainerPath path = ContainerPath.of(text);
        refuseReadOnly(container, path);
        trees.use(container, root -> {
            try (Directory directory = path.directory(root, container);
                    InputStream tar = decompressor.open(archive)) {
                UnaryOperator<TarEntry> owned = options.asUser() ? new UserFiles(root).owner(container)
                        : UnaryOperator.identity();
                unpacker.unpack(directory, tar, options.typesMayChange(), owned);
            } catch (CorruptArchiveException | EOFException e) {
                throw new EngineException(ErrorKind.INVALID, e.getMessage(), e);
            } catch (KernelException e) {
                if (e.is(Errno.EROFS)) {
                    throw new EngineException(ErrorKind.FORBIDDEN, "container rootfs is marked read-only", e);
                }
                throw EngineException.internal("cannot write " + text + " in container " + container.name() + ": "
                        + e.getMessage(), e);
            }
            return null;
        });
        events.publish(container, "extract-to-dir");
    }

    /** What the container may not write, nobody writes for it; a container that runs has mounts that say so. */
    private static void refuseReadOnly(Container container, ContainerPath path) {
        Path target = Path.of("/" + new String(path.path().bytes(), StandardCharsets.UTF_8));
        ContainerMount mount = container.spec().mounts().stream().filter(m -> target.startsWith(m.destination()))
                .max(Comparator.comparingInt(m -> m.destination().length())).orElse(null);
        if (mount != null && mount.readOnly()) {
            throw new EngineException(ErrorKind.FORBIDDEN, "mounted volume is marked read-only");
        }
        if (mount == null && container.spec().host().readonlyRootfs()
                && !(container.state() instanceof ContainerState.Live)) {
            throw new EngineException(ErrorKind.FORBIDDEN, "container rootfs is marked read-only");
        }
    }
}
