package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer to create. */
public record CreateResponse(
        @JsonProperty("Id") String id,
        @JsonProperty("Warnings") List<String> warnings) {
}
