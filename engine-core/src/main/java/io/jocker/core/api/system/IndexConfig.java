package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A registry the engine knows. */
public record IndexConfig(
        @JsonProperty("Name") String name,
        @JsonProperty("Mirrors") List<String> mirrors,
        @JsonProperty("Secure") boolean secure,
        @JsonProperty("Official") boolean official) {
}
