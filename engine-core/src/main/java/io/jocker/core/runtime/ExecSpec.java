package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jocker.core.runtime.spec.ProcessSpec;
import java.util.List;

/**
 * A program to be executed in a running container (frame EXEC of docs/shim-protocol.md).
 *
 * @param user   as in an image's {@code User}, resolved from the container's own files; null for the process's own
 * @param stdin  whether its input is open; otherwise it is {@code /dev/null}
 * @param attach the streams that the caller wants; null if nobody looks at them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecSpec(String id, ProcessSpec process, String user, List<String> groups, boolean stdin,
        Attach attach) {

    /**
     * Which streams are wanted.
     *
     * @param raw as bare bytes rather than as multiplexed frames
     */
    public record Attach(boolean stdin, boolean stdout, boolean stderr, boolean raw) {
    }
}
