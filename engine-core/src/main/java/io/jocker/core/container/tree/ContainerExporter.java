package io.jocker.core.container.tree;

import io.jocker.core.archive.TarWriter;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.host.Xattrs;
import io.jocker.core.layer.TreePacker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** {@code export}: a container's tree as a tar, without what is mounted into it. */
public final class ContainerExporter {
    private static final int BUFFER = 64 * 1024;

    private final ContainerTrees trees;
    private final ContainerEvents events;
    private final Xattrs xattrs = new Xattrs();

    /** Through {@code trees}. */
    public ContainerExporter(ContainerTrees trees, ContainerEvents events) {
        this.trees = trees;
        this.events = events;
    }

    /** Where the archive goes; opened when the container has been found to have a tree. */
    @FunctionalInterface
    public interface Sink {
        /** Called once, before the first byte. */
        OutputStream open() throws IOException;
    }

    /** Writes the archive. */
    public void export(Container container, Sink sink) throws IOException {
        trees.use(container, root -> {
            TarWriter tar = new TarWriter(new BufferedOutputStream(sink.open(), BUFFER));
            new TreePacker(xattrs, tar, TreePacker.Style.WITHOUT_MOUNTS).packContent(root, new byte[0]);
            tar.finish();
            return null;
        });
        events.publish(container, "export");
    }
}
