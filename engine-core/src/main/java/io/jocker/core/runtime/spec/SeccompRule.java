package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What to do for some system calls; args as in the specification. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SeccompRule(
        List<String> names,
        String action,
        Integer errnoRet,
        List<SeccompArg> args) {
}
