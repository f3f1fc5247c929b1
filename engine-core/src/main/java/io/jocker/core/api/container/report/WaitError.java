package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why waiting failed. */
public record WaitError(
        @JsonProperty("Message") String message) {
}
