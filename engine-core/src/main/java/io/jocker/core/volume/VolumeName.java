package io.jocker.core.volume;

import io.jocker.core.EngineException;
import java.util.regex.Pattern;

/** What volumes may be called. */
public final class VolumeName {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private VolumeName() {
    }

    /**
     * Refuses a bad name.
     *
     * @throws EngineException INVALID, with Docker's words
     */
    public static void check(String name) {
        if (name.length() == 1) {
            throw EngineException.invalid("volume name is too short, names should be at least two alphanumeric "
                    + "characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw EngineException.invalid("\"" + name + "\" includes invalid characters for a local volume name, only "
                    + "\"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use "
                    + "absolute path");
        }
    }
}
