package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The system call filter. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SeccompSpec(
        String defaultAction,
        Integer defaultErrnoRet,
        List<String> architectures,
        List<SeccompRule> syscalls) {
}
