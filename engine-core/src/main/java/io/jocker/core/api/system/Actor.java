package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** What an event happened to. */
public record Actor(
        @JsonProperty("ID") String id,
        @JsonProperty("Attributes") Map<String, String> attributes) {
}
