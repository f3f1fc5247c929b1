package io.jocker.core.volume;

import java.time.Instant;
import java.util.Map;

/**
 * A volume.
 *
 * @param driver    {@code local}, the only one
 * @param anonymous whether it was made for one container and got its name, 64 hex digits, from the engine
 */
public record Volume(String name, String driver, Instant created, boolean anonymous, Map<String, String> labels,
        Map<String, String> options) {
    /** The only driver. */
    public static final String LOCAL = "local";
}
