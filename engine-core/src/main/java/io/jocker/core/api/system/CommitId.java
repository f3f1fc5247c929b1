package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A version of a bundled program. */
public record CommitId(
        @JsonProperty("ID") String id) {
}
