package io.jocker.core.container.tree;

import io.jocker.core.EngineException;
import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.TarWriter;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.LibC;
import io.jocker.core.host.Xattrs;
import io.jocker.core.layer.LayerApplier;
import io.jocker.core.layer.TreePacker;
import io.jocker.core.volume.VolumeStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import jnr.constants.platform.Errno;

/** Fills a volume that is empty with what the image has in its place, before a container is first started. */
public final class VolumeSeeder {
    private static final int BUFFER = 256 * 1024;
    private static final byte[] SELF = {'.'};

    private final ContainerTrees trees;
    private final VolumeStore volumes;
    private final Executor workers;
    private final LibC libC = new LibC();
    private final Xattrs xattrs = new Xattrs();
    private final LayerApplier unpacker = new LayerApplier(xattrs, ArchiveLimits.DEFAULT);

    /** Packs on {@code workers}. */
    public VolumeSeeder(ContainerTrees trees, VolumeStore volumes, Executor workers) {
        this.trees = trees;
        this.volumes = volumes;
        this.workers = workers;
    }

    /** Fills the volumes of a container that want that and have nothing in them. */
    public void seed(Container container) {
        for (ContainerMount mount : container.spec().mounts()) {
            if (mount.type() == ContainerMount.Type.VOLUME && mount.copyUp()) {
                try {
                    seed(container, mount);
                } catch (IOException e) {
                    throw EngineException.internal("cannot fill volume " + mount.name() + " from the image: "
                            + e.getMessage(), e);
                }
            }
        }
    }

    private void seed(Container container, ContainerMount mount) throws IOException {
        // Two containers at first use at once: the second one finds it filled.
        synchronized (volumes.seedLock(mount.name())) {
            try (Directory data = Directory.open(libC, volumes.data(volumes.find(mount.name())))) {
                if (data.list().isEmpty()) {
                    trees.image(container, image -> {
                        copy(image, mount.destination(), data);
                        return null;
                    });
                }
            }
        }
    }

    private void copy(Directory image, String path, Directory data) throws IOException {
        try (Directory source = image.descend(Directory.bytes(path))) {
            FileStatus status = source.status();
            transfer(source, data);
            data.changeOwner(SELF, Integer.toUnsignedLong(status.uid()), Integer.toUnsignedLong(status.gid()));
            data.changeMode(SELF, status.mode() & 07777);
            data.syncFileSystem();
        } catch (KernelException e) {
            // The image has nothing there, or no directory.
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw e;
            }
        }
    }

    private void transfer(Directory source, Directory data) throws IOException {
        try (PipedInputStream in = new PipedInputStream(BUFFER); OutputStream out = new PipedOutputStream(in)) {
            CompletableFuture<Void> packing = CompletableFuture.runAsync(() -> pack(source, out), workers);
            try (InputStream tar = new BufferedInputStream(in)) {
                unpacker.unpack(data, tar, true, UnaryOperator.identity());
            }
            packing.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EngineException failure ? failure
                    : EngineException.internal("cannot read the image: " + e.getCause(), e);
        }
    }

    private void pack(Directory source, OutputStream out) {
        try (OutputStream buffered = new BufferedOutputStream(out, BUFFER)) {
            TarWriter tar = new TarWriter(buffered);
            new TreePacker(xattrs, tar, TreePacker.Style.ALL).packContent(source, new byte[0]);
            tar.finish();
        } catch (IOException e) {
            throw EngineException.internal("cannot read the image: " + e.getMessage(), e);
        }
    }
}
