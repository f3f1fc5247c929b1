package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The process to run; rlimits by name, capabilities by set. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProcessSpec(
        Boolean terminal,
        ConsoleSize consoleSize,
        UserSpec user,
        List<String> args,
        List<String> env,
        String cwd,
        CapabilitySpec capabilities,
        List<RlimitSpec> rlimits,
        Boolean noNewPrivileges,
        Integer oomScoreAdj) {
}
