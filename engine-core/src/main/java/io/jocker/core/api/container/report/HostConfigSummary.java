package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The little of the host configuration that ls shows. */
public record HostConfigSummary(
        @JsonProperty("NetworkMode") String networkMode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Annotations") Map<String, String> annotations) {
}
