package io.jocker.core.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** One thing that removing an image did: exactly one field is set. */
public record ImageDeletion(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Untagged") String untagged,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Deleted") String deleted) {
}
