package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The root file system. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RootSpec(
        String path,
        Boolean readonly) {
}
