package io.jocker.core.api.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A volume as inspect and ls show it. */
public record VolumeReport(
        @JsonProperty("CreatedAt") String createdAt,
        @JsonProperty("Driver") String driver,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("Mountpoint") String mountpoint,
        @JsonProperty("Name") String name,
        @JsonProperty("Options") Map<String, String> options,
        @JsonProperty("Scope") String scope) {
}
