package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;

/** CPU limits; periods and quotas in microseconds. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CpuLimits(
        Long shares,
        Long quota,
        Long period,
        Long realtimeRuntime,
        Long realtimePeriod,
        String cpus,
        String mems) {
}
