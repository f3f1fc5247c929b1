package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body of every failed request. */
public record ErrorResponse(
        @JsonProperty("message") String message) {
}
