package io.jocker.core.container.mount;

import io.jocker.core.EngineException;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.runtime.spec.MountSpec;
import io.jocker.core.volume.VolumeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns a container's mounts into those of its OCI configuration. */
public final class MountSpecs {
    /** Among a mount's options: read-only means itself alone, not what is mounted beneath it. */
    static final String SHALLOW = "shallow";

    private final VolumeStore volumes;

    /** Volumes are those of {@code volumes}. */
    public MountSpecs(VolumeStore volumes) {
        this.volumes = volumes;
    }

    /**
     * The mounts, outer ones first. A missing source is made where that was asked for.
     *
     * @throws EngineException INVALID if a source is missing otherwise
     */
    public List<MountSpec> of(List<ContainerMount> mounts) {
        return mounts.stream().sorted(Comparator.comparingInt(m -> Path.of(m.destination()).getNameCount()))
                .map(this::spec).toList();
    }

    private MountSpec spec(ContainerMount mount) {
        List<String> options = new ArrayList<>(mount.options());
        boolean shallow = options.remove(SHALLOW);
        if (mount.type() == ContainerMount.Type.TMPFS) {
            if (mount.readOnly()) {
                options.add("ro");
            }
            return new MountSpec(mount.destination(), "tmpfs", "tmpfs", options);
        }
        if (mount.options().stream().noneMatch(o -> o.matches("r?(private|shared|slave)"))) {
            options.add("rprivate");
        }
        options.add(!mount.readOnly() ? "rw" : shallow ? "ro" : "rro");
        return new MountSpec(mount.destination(), "bind", source(mount), options);
    }

    private String source(ContainerMount mount) {
        if (mount.type() == ContainerMount.Type.VOLUME) {
            return volumes.data(volumes.find(mount.name())).toString();
        }
        Path source = Path.of(mount.source());
        if (!Files.exists(source)) {
            if (!mount.makeSource()) {
                throw EngineException.invalid("invalid mount config for type \"bind\": bind source path does not "
                        + "exist: " + source);
            }
            try {
                Files.createDirectories(source);
            } catch (IOException e) {
                throw EngineException.internal("error while creating mount source path '" + source + "': mkdir "
                        + e.getMessage(), e);
            }
        }
        return source.toString();
    }
}
