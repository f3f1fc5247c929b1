package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A part of the engine and its version. */
public record Component(
        @JsonProperty("Name") String name,
        @JsonProperty("Version") String version,
        @JsonProperty("Details") Map<String, String> details) {
}
