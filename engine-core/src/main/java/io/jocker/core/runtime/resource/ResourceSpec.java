package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Limits of the control group. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceSpec(
        List<DeviceRule> devices,
        MemoryLimits memory,
        CpuLimits cpu,
        PidsLimit pids,
        BlockIoLimits blockIO) {
}
