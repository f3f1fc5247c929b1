package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;

/**
 * How a container's process ended, as its shim recorded it.
 *
 * @param exitCode   the process's code, or 128 + {@code signal}
 * @param signal     the signal that ended it, or 0
 * @param oomKilled  whether the kernel killed a process of the container for want of memory
 * @param pid        the process's id on the host
 * @param execs      programs executed in the container whose end was not taken note of
 * @param startTime  field 22 of {@code /proc/<pid>/stat}, in clock ticks since boot
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExitRecord(int exitCode, int signal, boolean oomKilled, int pid, long startTime, Instant startedAt,
        Instant finishedAt, List<ExecExit> execs) {
    /** One that tells of no programs that were executed beside it. */
    public ExitRecord {
        execs = execs == null ? List.of() : List.copyOf(execs);
    }
}
