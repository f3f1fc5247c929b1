package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The networks of a container in ls. */
public record NetworkSummary(
        @JsonProperty("Networks") Map<String, io.jocker.core.api.container.EndpointSettings> networks) {
}
