package io.jocker.core.container;

import io.jocker.core.api.container.ContainerConfig;
import java.nio.file.Path;
import java.util.List;

/** What containers need of images. */
public interface ImageSource {
    /**
     * An image as a container sees it.
     *
     * @param id      digest of its configuration
     * @param platform what it is made for, such as {@code linux/amd64}
     * @param chainId chain id of its layers, empty if it has none
     * @param config  its defaults for containers
     */
    record Image(String id, String platform, String chainId, ContainerConfig config) {
    }

    /**
     * Finds an image by name, id or prefix.
     *
     * @throws io.jocker.core.EngineException NOT_FOUND, {@code No such image: NAME}
     */
    Image resolve(String reference);

    /** A container that used an image is gone: what only it kept can go, too. */
    void released(String imageId);

    /** The bytes of all files in the layers of a chain. */
    long size(String chainId);

    /** The unpacked layers of a chain, topmost first. */
    List<Path> lowerDirectories(String chainId);
}
