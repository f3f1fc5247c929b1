package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** An OCI runtime. */
public record RuntimeInfo(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("path") String path) {
}
