package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A request for devices by driver (GPUs, CDI). */
public record DeviceRequest(
        @JsonProperty("Driver") String driver,
        @JsonProperty("Count") int count,
        @JsonProperty("DeviceIDs") List<String> deviceIDs,
        @JsonProperty("Capabilities") List<List<String>> capabilities,
        @JsonProperty("Options") Map<String, String> options) {
}
