package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a path in a container is; the mode has the bits of Go's {@code os.FileMode}. */
public record PathStatReport(
        @JsonProperty("name") String name,
        @JsonProperty("size") long size,
        @JsonProperty("mode") long mode,
        @JsonProperty("mtime") String mtime,
        @JsonProperty("linkTarget") String linkTarget) {
}
