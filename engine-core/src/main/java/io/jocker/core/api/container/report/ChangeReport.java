package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One change of a container's files: 0 modified, 1 added, 2 deleted. */
public record ChangeReport(
        @JsonProperty("Path") String path,
        @JsonProperty("Kind") int kind) {
}
