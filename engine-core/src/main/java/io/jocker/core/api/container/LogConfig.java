package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The log driver and its options. */
public record LogConfig(
        @JsonProperty("Type") String type,
        @JsonProperty("Config") Map<String, String> config) {
}
