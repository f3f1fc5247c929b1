package io.jocker.core.container.usage;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ImageSource;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.LibC;
import io.jocker.core.host.TreeSize;
import jnr.constants.platform.Errno;

/** How much of the disk a container takes. */
public final class ContainerSizes {
    private final ContainerFiles files;
    private final ImageSource images;
    private final LibC libC;

    /** Of the writable layers in {@code files}. */
    public ContainerSizes(ContainerFiles files, ImageSource images, LibC libC) {
        this.files = files;
        this.images = images;
        this.libC = libC;
    }

    /** The bytes of the files in the writable layer, each file once however many names it has. */
    public long writable(Container container) {
        try (Directory upper = Directory.open(libC, files.upper(container.id()))) {
            return TreeSize.of(upper);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return 0;
            }
            throw EngineException.internal("cannot tell the size of container " + container.id() + ": "
                    + e.getMessage(), e);
        }
    }

    /** The bytes of all its files, the image's included. */
    public long whole(Container container) {
        return writable(container) + images.size(container.spec().chainId());
    }
}
