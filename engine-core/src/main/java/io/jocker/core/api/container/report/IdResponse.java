package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The id of something that was made. */
public record IdResponse(@JsonProperty("Id") String id) {
}
