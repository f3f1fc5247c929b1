package io.jocker.daemon.translate;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.MountPoint;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.volume.Volume;
import io.jocker.core.volume.VolumeStore;
import java.util.List;

/** A container's mounts as the API shows them. */
final class MountReports {
    private final VolumeStore volumes;

    MountReports(VolumeStore volumes) {
        this.volumes = volumes;
    }

    List<MountPoint> of(Container container) {
        return container.spec().mounts().stream().map(this::report).toList();
    }

    private MountPoint report(ContainerMount mount) {
        boolean writable = !mount.readOnly();
        return switch (mount.type()) {
            case BIND -> new MountPoint("bind", null, mount.source(), mount.destination(), null, mount.mode(), writable,
                    mount.propagation());
            case VOLUME -> new MountPoint("volume", mount.name(), data(mount.name()), mount.destination(),
                    Volume.LOCAL, mount.mode(), writable, "");
            case TMPFS -> new MountPoint("tmpfs", null, "", mount.destination(), null, mount.mode(), writable, "");
        };
    }

    /** A volume that is being removed together with its container is nowhere any more. */
    private String data(String name) {
        try {
            return volumes.data(volumes.find(name)).toString();
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return "";
            }
            throw e;
        }
    }
}
