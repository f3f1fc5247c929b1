package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The initial size of a terminal, in characters. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConsoleSize(
        int height,
        int width) {
}
