package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of top. */
public record TopResponse(
        @JsonProperty("Titles") List<String> titles,
        @JsonProperty("Processes") List<List<String>> processes) {
}
