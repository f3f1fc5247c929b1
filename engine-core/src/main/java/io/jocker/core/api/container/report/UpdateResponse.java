package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of update. */
public record UpdateResponse(@JsonProperty("Warnings") List<String> warnings) {
}
