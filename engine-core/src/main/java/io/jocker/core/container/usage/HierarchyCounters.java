package io.jocker.core.container.usage;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Counters of control groups of version 1, one hierarchy for each controller. */
final class HierarchyCounters {
    private static final long NANOS_PER_TICK = 10_000_000;

    private HierarchyCounters() {
    }

    static ContainerStats read(CounterFiles files, int pid, Instant now) throws IOException {
        Map<String, Long> times = files.table("cpuacct", "cpuacct.stat");
        Map<String, Long> throttling = files.table("cpu", "cpu.stat");
        ContainerStats.Cpu cpu = new ContainerStats.Cpu(files.orZero("cpuacct", "cpuacct.usage"),
                files.numbers("cpuacct", "cpuacct.usage_percpu"),
                times.getOrDefault("user", 0L) * NANOS_PER_TICK, times.getOrDefault("system", 0L) * NANOS_PER_TICK,
                throttling.getOrDefault("nr_periods", 0L), throttling.getOrDefault("nr_throttled", 0L),
                throttling.getOrDefault("throttled_time", 0L), CounterFiles.systemTime());
        Long limit = files.number("memory", "memory.limit_in_bytes");
        long machine = CounterFiles.machineMemory();
        ContainerStats.Memory memory = new ContainerStats.Memory(
                files.orZero("memory", "memory.usage_in_bytes"), files.orZero("memory", "memory.max_usage_in_bytes"),
                limit == null || limit > machine ? machine : limit, files.orZero("memory", "memory.failcnt"),
                files.table("memory", "memory.stat"));
        return new ContainerStats(now, cpu, memory, files.orZero("pids", "pids.current"),
                files.number("pids", "pids.max"), files.devices("blkio.throttle.io_service_bytes_recursive"),
                files.devices("blkio.throttle.io_serviced_recursive"), ContainerStats.networks(pid));
    }
}
