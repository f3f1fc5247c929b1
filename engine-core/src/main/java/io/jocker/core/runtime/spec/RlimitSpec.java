package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A resource limit; -1 as an unsigned number is unlimited. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RlimitSpec(
        String type,
        java.math.BigInteger hard,
        java.math.BigInteger soft) {
}
