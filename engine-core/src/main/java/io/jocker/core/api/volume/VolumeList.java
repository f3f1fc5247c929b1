package io.jocker.core.api.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of {@code GET /volumes}. */
public record VolumeList(
        @JsonProperty("Volumes") List<VolumeReport> volumes,
        @JsonProperty("Warnings") List<String> warnings) {
}
