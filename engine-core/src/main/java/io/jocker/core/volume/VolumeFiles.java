package io.jocker.core.volume;

import io.jocker.core.EngineException;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.LibC;
import io.jocker.core.host.TreeRemover;
import io.jocker.core.host.TreeSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Where the bytes of volumes are: {@code <data-root>/volumes/<name>/_data}. */
public final class VolumeFiles {
    private static final String DATA = "_data";

    private final LibC libC;
    private final Path volumes;

    /** For one data root. */
    public VolumeFiles(LibC libC, Path dataRoot) {
        this.libC = libC;
        this.volumes = dataRoot.resolve("volumes");
    }

    /** The directory that is mounted. */
    public Path data(String name) {
        return volumes.resolve(name).resolve(DATA);
    }

    /** Makes a volume's directory, durably; what a crash left of one of this name is used. */
    void make(String name) {
        Path data = data(name);
        try {
            Files.createDirectories(data);
            Files.setPosixFilePermissions(volumes, PosixFilePermissions.fromString("rwx-----x"));
            Files.setPosixFilePermissions(data.getParent(), PosixFilePermissions.fromString("rwx-----x"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (Path directory : List.of(data.getParent(), volumes)) {
                try (Directory handle = Directory.open(libC, directory)) {
                    handle.sync();
                }
            }
        } catch (IOException e) {
            throw EngineException.internal("cannot create the directory of volume " + name + ": " + e.getMessage(),
                    e);
        }
    }

    /** The bytes of a volume's files. */
    long size(String name) {
        try (Directory data = Directory.open(libC, data(name))) {
            return TreeSize.of(data);
        } catch (KernelException e) {
            throw EngineException.internal("cannot tell the size of volume " + name + ": " + e.getMessage(), e);
        }
    }

    /** Removes a volume's tree. */
    void remove(String name) {
        try (Directory parent = Directory.open(libC, volumes)) {
            new TreeRemover(parent).remove(Directory.bytes(name));
        } catch (KernelException e) {
            throw EngineException.internal("cannot remove the files of volume " + name + ": " + e.getMessage(), e);
        }
    }

    /** The names for which there are directories. */
    List<String> names() {
        if (!Files.isDirectory(volumes)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(volumes)) {
            return entries.map(p -> p.getFileName().toString()).toList();
        } catch (IOException e) {
            throw EngineException.internal("cannot list " + volumes + ": " + e.getMessage(), e);
        }
    }
}
