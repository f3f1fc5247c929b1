package io.jocker.core.container;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

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

    /**
     * Makes a container's directories, as far as they are not there. They are not synced at create: after a power
     * cut a start makes them again, and there was nothing in them yet.
     */
    public void make(String id) {
        try {
            Files.createDirectories(containers);
            if (!Files.isDirectory(directory(id))) {
                Files.createDirectory(directory(id));
            }
            Files.setPosixFilePermissions(directory(id), PosixFilePermissions.fromString("rwx--x---"));
            for (Path directory : List.of(upper(id), work(id), rootfs(id))) {
                if (!Files.isDirectory(directory)) {
                    // 0755 whatever the umask: the upper's mode is the mode of the container's root directory.
                    Files.createDirectory(directory);
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        } catch (IOException e) {
            throw EngineException.internal("cannot create the directories of container " + id + ": "
                    + e.getMessage(), e);
        }
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

    /** The log of the driver local. */
    public Path localLog(String id) {
        return directory(id).resolve("local.log");
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
