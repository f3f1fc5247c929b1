package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A block device and its I/O weight. */
public record WeightDevice(
        @JsonProperty("Path") String path,
        @JsonProperty("Weight") int weight) {
}
