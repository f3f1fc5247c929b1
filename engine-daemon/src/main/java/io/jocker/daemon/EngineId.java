package io.jocker.daemon;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The id that a data root keeps for good; /info tells it. */
final class EngineId {
    private EngineId() {
    }

    static String of(Path dataRoot) {
        Path file = dataRoot.resolve("engine-id");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, UUID.randomUUID() + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw EngineException.internal("cannot read " + file + ": " + e, e);
        }
    }
}
