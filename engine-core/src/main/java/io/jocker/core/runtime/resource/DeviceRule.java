package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;

/** One rule of the device control group; access is letters of rwm. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeviceRule(
        Boolean allow,
        String type,
        Long major,
        Long minor,
        String access) {
}
