package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do when the container ends. */
public record RestartPolicy(
        @JsonProperty("Name") String name,
        @JsonProperty("MaximumRetryCount") int maximumRetryCount) {
}
