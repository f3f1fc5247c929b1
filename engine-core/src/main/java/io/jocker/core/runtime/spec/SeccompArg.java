package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A condition on one argument. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SeccompArg(
        Integer index,
        java.math.BigInteger value,
        java.math.BigInteger valueTwo,
        String op) {
}
