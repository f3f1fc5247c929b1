package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** Where the root file system comes from. */
public record GraphDriver(
        @JsonProperty("Data") Map<String, String> data,
        @JsonProperty("Name") String name) {
}
