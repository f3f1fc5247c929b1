package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The health check of a container or image; times in nanoseconds, 0 inherits. */
public record HealthConfig(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Test") List<String> test,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("Interval") long interval,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("Timeout") long timeout,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("StartPeriod") long startPeriod,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("StartInterval") long startInterval,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("Retries") int retries) {
}
