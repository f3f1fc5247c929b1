package io.jocker.core.runtime.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Block I/O weight and rates. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BlockIoLimits(
        Integer weight,
        List<BlockIoDevice> weightDevice,
        List<BlockIoDevice> throttleReadBpsDevice,
        List<BlockIoDevice> throttleWriteBpsDevice,
        List<BlockIoDevice> throttleReadIOPSDevice,
        List<BlockIoDevice> throttleWriteIOPSDevice) {
}
