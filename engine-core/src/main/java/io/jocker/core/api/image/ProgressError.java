package io.jocker.core.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** An error within a progress stream. */
public record ProgressError(
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("code") int code,
        @JsonProperty("message") String message) {
}
