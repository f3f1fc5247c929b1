package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * How a program that was executed in a container ended.
 *
 * @param exitCode the process's code, or 128 + {@code signal}
 * @param signal   the signal that ended it, or 0
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExecExit(String id, int exitCode, int signal, int pid, long startTime, Instant finishedAt) {
}
