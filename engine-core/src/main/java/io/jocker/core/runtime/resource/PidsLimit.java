package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The number of processes and threads allowed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PidsLimit(
        Long limit) {
}
