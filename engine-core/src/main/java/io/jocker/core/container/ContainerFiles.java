package io.jocker.core.container;

import java.nio.file.Path;

/** Where a container's files are: {@code <data-root>/containers/<id>/…}. */
public final class ContainerFiles {
    private final Path containers;

    /** For one data root. */
    public ContainerFiles(Path dataRoot) {
        this.containers = dataRoot.resolve("containers");
    }

    /** The folder of all containers. */
    public Path root() {
        return containers;
    }

    /** The folder of one container. */
    public Path directory(String id) {
        return containers.resolve(id);
    }

    /** The writable layer. */
    public Path upper(String id) {
        return directory(id).resolve("upper");
    }

    /** The overlay's work directory. */
    public Path work(String id) {
        return directory(id).resolve("work");
    }

    /** Where the overlay is mounted, in the container's own mount namespace only. */
    public Path rootfs(String id) {
        return directory(id).resolve("rootfs");
    }

    /** The log, under Docker's name. */
    public Path log(String id) {
        return directory(id).resolve(id + "-json.log");
    }

    /** The exit record that the shim writes. */
    public Path exitRecord(String id) {
        return directory(id).resolve("exit.json");
    }

    /** A file of /etc that the engine writes: hostname, hosts or resolv.conf. */
    public Path etc(String id, String name) {
        return directory(id).resolve(name);
    }
}
