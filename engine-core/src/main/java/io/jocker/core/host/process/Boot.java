package io.jocker.core.host.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which boot of the machine this is: what ran in another one runs no more, whatever its pid says. */
public final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {
    }

    /** The kernel's id of this boot. */
    public static String id() {
        try {
            return Files.readString(ID).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ID, e);
        }
    }
}
