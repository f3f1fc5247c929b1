package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The networks asked for at create. */
public record NetworkingConfig(
        @JsonProperty("EndpointsConfig") Map<String, EndpointSettings> endpointsConfig) {
}
