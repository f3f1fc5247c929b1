package io.jocker.core.container.create;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.api.container.Mount;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.volume.Volume;
import io.jocker.core.volume.VolumeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The volumes of a container that is being created: those that are missing are made, and unmade if it fails. */
final class VolumeClaim {
    private final VolumeStore volumes;
    private final List<String> made = new ArrayList<>();

    VolumeClaim(VolumeStore volumes) {
        this.volumes = volumes;
    }

    /** The mounts with every volume named and there. */
    List<ContainerMount> make(List<ContainerMount> planned, HostConfig host) {
        List<ContainerMount> mounts = new ArrayList<>();
        for (ContainerMount mount : planned) {
            mounts.add(mount.type() == ContainerMount.Type.VOLUME ? withVolume(mount, host) : mount);
        }
        return mounts;
    }

    private ContainerMount withVolume(ContainerMount mount, HostConfig host) {
        Mount.Volume asked = host.mounts() == null ? null : host.mounts().stream()
                .filter(m -> mount.destination().equals(m.target())).map(Mount::volumeOptions).findFirst().orElse(null);
        Map<String, String> labels = asked == null ? null : asked.labels();
        Mount.Driver driver = asked == null ? null : asked.driverConfig();
        boolean anonymous = mount.name() == null;
        Volume volume = volumes.create(mount.name(), driver == null ? host.volumeDriver() : driver.name(), labels,
                driver == null ? null : driver.options());
        if (anonymous) {
            made.add(volume.name());
        }
        return new ContainerMount(mount.type(), volume.name(), null, mount.destination(), mount.mode(),
                mount.readOnly(), mount.options(), false, mount.copyUp());
    }

    /** The container did not come to be: neither did the volumes that were for it alone. */
    void giveUp(RuntimeException reason) {
        for (String name : made) {
            try {
                volumes.remove(name, true);
            } catch (EngineException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
