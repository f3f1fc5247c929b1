package io.jocker.core.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** One line of a progress stream (docker's JSON message). */
public record Progress(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("stream") String stream,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("status") String status,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("id") String id,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("progressDetail") ProgressDetail progressDetail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("errorDetail") ProgressError errorDetail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("error") String error,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("aux") Object aux) {
}
