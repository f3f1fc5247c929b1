package io.jocker.core.container.tree;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.ImageSource;
import io.jocker.core.host.Directory;
import io.jocker.core.host.LibC;
import io.jocker.core.host.MountedTree;
import io.jocker.core.host.Mounts;
import io.jocker.core.host.process.ProcessIdentity;
import io.jocker.core.volume.VolumeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Opens the whole tree of a container. One that runs is reached through its first process; the kernel does not define
 * what a second mount of the same writable layer would see. One that does not is mounted here, and can be neither
 * started nor removed while it is.
 */
public final class ContainerTrees {
    private final LibC libC = new LibC();
    private final Mounts mounts = new Mounts(libC);
    private final ContainerFiles files;
    private final ImageSource images;
    private final VolumeStore volumes;
    private final Path scaffold;
    private final Path folder;

    /**
     * @param scaffold the layer below all images
     * @param folder   for mount points
     */
    public ContainerTrees(ContainerFiles files, ImageSource images, VolumeStore volumes, Path scaffold, Path folder) {
        this.files = files;
        this.images = images;
        this.volumes = volumes;
        this.scaffold = scaffold;
        this.folder = folder;
    }

    /** What is done with a tree. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; the root is closed afterwards. */
        T with(Directory root) throws IOException;
    }

    /** Does something with a container's tree, volumes included. */
    public <T> T use(Container container, Work<T> work) throws IOException {
        if (container.state() instanceof ContainerState.Live live) {
            return running(container, live.process(), work);
        }
        container.lock().lock();
        try {
            if (container.state() instanceof ContainerState.Removing) {
                throw EngineException.conflict("container " + container.name() + " is being removed");
            }
            if (container.state() instanceof ContainerState.Live live) {
                return running(container, live.process(), work);
            }
            return stopped(container, work);
        } finally {
            container.lock().unlock();
        }
    }

    private <T> T running(Container container, ContainerState.Process process, Work<T> work) throws IOException {
        ProcessIdentity identity = new ProcessIdentity(process.pid(), process.startTime());
        try (Directory root = Directory.open(libC, Path.of("/proc/" + process.pid() + "/root"))) {
            // A pid may have become another's: the handle is the container's only if the process is there after it.
            if (!identity.exists()) {
                throw EngineException.conflict("container " + container.id() + " has just ended: try again");
            }
            return work.with(root);
        }
    }

    private <T> T stopped(Container container, Work<T> work) throws IOException {
        String id = container.id();
        files.make(id);
        // After a clean end the kernel's mark against a second use means nothing: nothing was lost in this boot.
        Files.deleteIfExists(files.work(id).resolve("work/incompat/volatile"));
        Files.deleteIfExists(files.work(id).resolve("work/incompat"));
        try (MountedTree tree = MountedTree.open(libC, mounts, folder, lower(container), files.upper(id),
                files.work(id), binds(container))) {
            return work.with(tree.root());
        }
    }

    /** Does something with the tree of the container's image, which nobody can change. */
    <T> T image(Container container, Work<T> work) throws IOException {
        List<Path> lower = lower(container);
        if (lower.size() == 1) {
            try (Directory root = Directory.open(libC, lower.get(0))) {
                return work.with(root);
            }
        }
        try (MountedTree tree = MountedTree.open(libC, mounts, folder, lower, null, null, List.of())) {
            return work.with(tree.root());
        }
    }

    /** The container's writable layer alone. */
    <T> T writable(Container container, Work<T> work) throws IOException {
        files.make(container.id());
        try (Directory upper = Directory.open(libC, files.upper(container.id()))) {
            return work.with(upper);
        }
    }

    private List<Path> lower(Container container) {
        List<Path> lower = new ArrayList<>(images.lowerDirectories(container.spec().chainId()));
        lower.add(scaffold);
        return lower;
    }

    private List<MountedTree.Bind> binds(Container container) {
        return container.spec().mounts().stream().filter(m -> m.type() != ContainerMount.Type.TMPFS)
                .sorted(Comparator.comparingInt(m -> Path.of(m.destination()).getNameCount()))
                .map(m -> new MountedTree.Bind(m.type() == ContainerMount.Type.BIND ? Path.of(m.source())
                        : volumes.data(volumes.find(m.name())), m.destination()))
                .filter(b -> Files.exists(b.source())).toList();
    }
}
