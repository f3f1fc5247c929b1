package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** One mount, in the order of the list. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MountSpec(
        String destination,
        String type,
        String source,
        List<String> options) {
}
