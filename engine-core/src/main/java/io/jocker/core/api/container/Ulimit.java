package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A resource limit by its short name; -1 is unlimited. */
public record Ulimit(
        @JsonProperty("Name") String name,
        @JsonProperty("Hard") long hard,
        @JsonProperty("Soft") long soft) {
}
