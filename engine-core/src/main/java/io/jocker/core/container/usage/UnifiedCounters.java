package io.jocker.core.container.usage;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Counters of control groups of version 2. */
final class UnifiedCounters {
    private static final long NANOS_PER_MICRO = 1_000;

    private UnifiedCounters() {
    }

    static ContainerStats read(CounterFiles files, int pid, Instant now) throws IOException {
        Map<String, Long> times = files.table("cpu", "cpu.stat");
        ContainerStats.Cpu cpu = new ContainerStats.Cpu(times.getOrDefault("usage_usec", 0L) * NANOS_PER_MICRO,
                List.of(), times.getOrDefault("user_usec", 0L) * NANOS_PER_MICRO,
                times.getOrDefault("system_usec", 0L) * NANOS_PER_MICRO, times.getOrDefault("nr_periods", 0L),
                times.getOrDefault("nr_throttled", 0L), times.getOrDefault("throttled_usec", 0L) * NANOS_PER_MICRO,
                CounterFiles.systemTime());
        Long limit = files.number("memory", "memory.max");
        long machine = CounterFiles.machineMemory();
        ContainerStats.Memory memory = new ContainerStats.Memory(files.orZero("memory", "memory.current"),
                files.orZero("memory", "memory.peak"), limit == null || limit > machine ? machine : limit,
                files.table("memory", "memory.events").getOrDefault("max", 0L),
                files.table("memory", "memory.stat"));
        return new ContainerStats(now, cpu, memory, files.orZero("pids", "pids.current"),
                files.number("pids", "pids.max"), files.ioStat(Map.of("rbytes", "read", "wbytes", "write")),
                files.ioStat(Map.of("rios", "read", "wios", "write")), ContainerStats.networks(pid));
    }
}
