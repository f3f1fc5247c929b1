package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A block device with a weight or a rate. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BlockIoDevice(
        Long major,
        Long minor,
        Integer weight,
        Long rate) {
}
