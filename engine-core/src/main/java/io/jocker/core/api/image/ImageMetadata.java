package io.jocker.core.api.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What this engine, not the image, knows of an image. */
public record ImageMetadata(
        @JsonProperty("LastTagTime") String lastTagTime) {
}
