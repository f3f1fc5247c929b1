package io.jocker.core.api.container.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** One sample of {@code stats}, with the one before it. */
public record StatsReport(
        @JsonProperty("read") String read,
        @JsonProperty("preread") String preread,
        @JsonProperty("pids_stats") Pids pids,
        @JsonProperty("blkio_stats") BlockIo blockIo,
        @JsonProperty("num_procs") int processes,
        @JsonProperty("storage_stats") Map<String, Object> storage,
        @JsonProperty("cpu_stats") Cpu cpu,
        @JsonProperty("precpu_stats") Cpu previousCpu,
        @JsonProperty("memory_stats") Memory memory,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("networks") Map<String, Network> networks,
        @JsonProperty("name") String name,
        @JsonProperty("id") String id) {

    /** How many processes and threads there are, and may be. */
    public record Pids(
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("current") long current,
            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("limit") Long limit) {
    }

    /** Traffic with block devices. */
    public record BlockIo(
            @JsonProperty("io_service_bytes_recursive") List<BlockIoEntry> bytes,
            @JsonProperty("io_serviced_recursive") List<BlockIoEntry> operations,
            @JsonProperty("io_queue_recursive") List<BlockIoEntry> queue,
            @JsonProperty("io_service_time_recursive") List<BlockIoEntry> serviceTime,
            @JsonProperty("io_wait_time_recursive") List<BlockIoEntry> waitTime,
            @JsonProperty("io_merged_recursive") List<BlockIoEntry> merged,
            @JsonProperty("io_time_recursive") List<BlockIoEntry> time,
            @JsonProperty("sectors_recursive") List<BlockIoEntry> sectors) {
    }

    /** Traffic of one kind with one device. */
    public record BlockIoEntry(
            @JsonProperty("major") long major,
            @JsonProperty("minor") long minor,
            @JsonProperty("op") String operation,
            @JsonProperty("value") long value) {
    }

    /** Processor time in nanoseconds. */
    public record Cpu(
            @JsonProperty("cpu_usage") CpuUsage usage,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("system_cpu_usage") long system,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("online_cpus") int online,
            @JsonProperty("throttling_data") Throttling throttling) {
    }

    /** The container's own part of it. */
    public record CpuUsage(
            @JsonProperty("total_usage") long total,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("percpu_usage") List<Long> perCpu,
            @JsonProperty("usage_in_kernelmode") long kernel,
            @JsonProperty("usage_in_usermode") long user) {
    }

    /** How often, and for how long, a quota held it back. */
    public record Throttling(
            @JsonProperty("periods") long periods,
            @JsonProperty("throttled_periods") long throttledPeriods,
            @JsonProperty("throttled_time") long throttledTime) {
    }

    /** Memory in bytes. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Memory(
            @JsonProperty("usage") long usage,
            @JsonProperty("max_usage") long maxUsage,
            @JsonProperty("stats") Map<String, Long> stats,
            @JsonProperty("failcnt") long failures,
            @JsonProperty("limit") long limit) {
    }

    /** Counters of one interface. */
    public record Network(
            @JsonProperty("rx_bytes") long rxBytes,
            @JsonProperty("rx_packets") long rxPackets,
            @JsonProperty("rx_errors") long rxErrors,
            @JsonProperty("rx_dropped") long rxDropped,
            @JsonProperty("tx_bytes") long txBytes,
            @JsonProperty("tx_packets") long txPackets,
            @JsonProperty("tx_errors") long txErrors,
            @JsonProperty("tx_dropped") long txDropped) {
    }
}
