package io.jocker.core.container;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import java.time.Instant;
import java.util.List;

/**
 * What a container was created as, or updated to.
 *
 * @param image   the image's id (digest of its configuration)
 * @param chainId the chain id of the image's layers, empty for an image without layers
 * @param config  the configuration, the image's merged in
 * @param host    the host configuration, defaults filled in
 * @param path    the program: the first word of entrypoint and command
 * @param args    its arguments
 * @param mounts  what is mounted into it beside what every container has
 */
public record ContainerSpec(String id, Instant created, String image, String chainId, ContainerConfig config,
        HostConfig host, String path, List<String> args, List<ContainerMount> mounts) {
    /** One from a time before there were mounts has none. */
    public ContainerSpec {
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
    }

    /** The program and its arguments. */
    public List<String> command() {
        List<String> words = new java.util.ArrayList<>(args.size() + 1);
        words.add(path);
        words.addAll(args);
        return words;
    }
}
