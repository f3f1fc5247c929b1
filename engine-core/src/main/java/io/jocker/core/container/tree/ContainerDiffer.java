package io.jocker.core.container.tree;

import io.jocker.core.container.Container;
import io.jocker.core.host.Xattrs;
import io.jocker.core.layer.TreeDiff;
import java.io.IOException;
import java.util.List;

/** {@code diff}: what a container has changed of its image. */
public final class ContainerDiffer {
    private final ContainerTrees trees;
    private final Xattrs xattrs = new Xattrs();

    /** Through {@code trees}. */
    public ContainerDiffer(ContainerTrees trees) {
        this.trees = trees;
    }

    /** The changes. */
    public List<TreeDiff.Change> diff(Container container) throws IOException {
        return trees.image(container, image ->
                trees.writable(container, upper -> TreeDiff.of(xattrs, upper, image)));
    }
}
