package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A port of a container in ls. */
public record PortSummary(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("IP") String ip,
        @JsonProperty("PrivatePort") int privatePort,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("PublicPort") int publicPort,
        @JsonProperty("Type") String type) {
}
