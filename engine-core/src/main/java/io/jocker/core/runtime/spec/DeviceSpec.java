package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A device node to make; type c, b or p. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeviceSpec(
        String path,
        String type,
        Long major,
        Long minor,
        Integer fileMode,
        Long uid,
        Long gid) {
}
