package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The drivers this engine has, by kind. */
public record Plugins(
        @JsonProperty("Volume") List<String> volume,
        @JsonProperty("Network") List<String> network,
        @JsonProperty("Authorization") List<String> authorization,
        @JsonProperty("Log") List<String> log) {
}
