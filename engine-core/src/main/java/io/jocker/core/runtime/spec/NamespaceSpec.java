package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A namespace: new, or joined by path. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NamespaceSpec(
        String type,
        String path) {
}
