package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Capability sets by name (CAP_…). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CapabilitySpec(
        List<String> bounding,
        List<String> effective,
        List<String> inheritable,
        List<String> permitted,
        List<String> ambient) {
}
