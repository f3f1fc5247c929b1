package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** One event; time in seconds, timeNano in nanoseconds since the epoch. */
public record EventReport(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("status") String status,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("id") String id,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("from") String from,
        @JsonProperty("Type") String type,
        @JsonProperty("Action") String action,
        @JsonProperty("Actor") Actor actor,
        @JsonProperty("scope") String scope,
        @JsonProperty("time") long time,
        @JsonProperty("timeNano") long timeNano) {
}
