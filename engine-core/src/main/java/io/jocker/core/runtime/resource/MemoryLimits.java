package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Memory limits in bytes; -1 is unlimited. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryLimits(
        Long limit,
        Long reservation,
        Long swap,
        Long swappiness,
        Boolean disableOOMKiller) {
}
