package io.jocker.core.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a transfer is, in bytes. */
public record ProgressDetail(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("current") Long current,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("total") Long total) {
}
