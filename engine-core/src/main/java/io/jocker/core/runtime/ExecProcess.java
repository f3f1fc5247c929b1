package io.jocker.core.runtime;

/**
 * A program that runs in a container beside its first process.
 *
 * @param pid       its id on the host
 * @param startTime clock ticks since boot
 * @param streams   its streams as they were asked for, else null
 */
public record ExecProcess(int pid, long startTime, ShimStreams streams) {
}
