package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The answer of wait. */
public record WaitResponse(
        @JsonProperty("StatusCode") int statusCode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Error") WaitError error) {
}
