package io.jocker.core.container.create;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name. */
final class HostName {
    private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

    private HostName() {
    }

    static String current() {
        try {
            return Files.readString(FILE).strip();
        } catch (IOException e) {
            throw EngineException.internal("cannot read " + FILE, e);
        }
    }
}
