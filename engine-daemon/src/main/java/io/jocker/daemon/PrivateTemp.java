package io.jocker.daemon;

import io.jocker.core.EngineException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory of our own: native libraries are unpacked there, not where every user may write. Must be
 * set before anything of SQLite, jnr or zstd is loaded.
 */
final class PrivateTemp {
    private PrivateTemp() {
    }

    static void use(Path dataRoot) {
        Path directory = dataRoot.resolve("tmp");
        try {
            Files.createDirectories(dataRoot);
            Files.setPosixFilePermissions(dataRoot, PosixFilePermissions.fromString("rwx--x---"));
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            try (Stream<Path> leftovers = Files.list(directory)) {
                leftovers.map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException e) {
            throw EngineException.internal("cannot prepare " + directory + ": " + e, e);
        }
        for (String property : List.of("java.io.tmpdir", "org.sqlite.tmpdir", "jffi.extract.dir",
                "jna.tmpdir", "ZstdTempFolder")) {
            System.setProperty(property, directory.toString());
        }
    }
}
