package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.api.container.ThrottleDevice;
import io.jocker.core.api.container.WeightDevice;
import io.jocker.core.runtime.resource.BlockIoDevice;
import io.jocker.core.runtime.resource.BlockIoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Weights and rates of block devices. */
final class BlockIo {
    private static final BlockIoLimits NOTHING = new BlockIoLimits(null, null, null, null, null, null);

    private BlockIo() {
    }

    /** What is given, in OCI form; null if nothing is. */
    static BlockIoLimits of(HostConfig host) {
        BlockIoLimits limits = new BlockIoLimits(host.blkioWeight() == 0 ? null : host.blkioWeight(),
                weights(host.blkioWeightDevice()), rates(host.blkioDeviceReadBps()),
                rates(host.blkioDeviceWriteBps()), rates(host.blkioDeviceReadIOps()),
                rates(host.blkioDeviceWriteIOps()));
        return limits.equals(NOTHING) ? null : limits;
    }

    private static List<BlockIoDevice> weights(List<WeightDevice> devices) {
        return devices == null || devices.isEmpty() ? null : devices.stream().map(d -> {
            long number = number(d.path());
            return new BlockIoDevice(Devices.major(number), Devices.minor(number), d.weight(), null);
        }).toList();
    }

    private static List<BlockIoDevice> rates(List<ThrottleDevice> devices) {
        return devices == null || devices.isEmpty() ? null : devices.stream().map(d -> {
            long number = number(d.path());
            return new BlockIoDevice(Devices.major(number), Devices.minor(number), null, d.rate());
        }).toList();
    }

    private static long number(String path) {
        try {
            return (long) Files.getAttribute(Path.of(path), "unix:rdev");
        } catch (IOException e) {
            throw EngineException.internal("cannot limit the device " + path + ": it cannot be read", e);
        }
    }
}
