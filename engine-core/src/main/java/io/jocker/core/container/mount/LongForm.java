package io.jocker.core.container.mount;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.Mount;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.volume.VolumeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the long form of mounts, as {@code --mount} takes it. */
final class LongForm {
    private static final int MODE_BITS = 07777;

    private LongForm() {
    }

    /**
     * Reads one.
     *
     * @throws EngineException INVALID, with Docker's words; NOT_IMPLEMENTED for what waits for its turn
     */
    static ContainerMount of(Mount mount) {
        String type = mount.type() == null ? "" : mount.type();
        String target = target(mount, type);
        refuseForeign(mount, type);
        return switch (type) {
            case "bind" -> bind(mount, target);
            case "volume" -> volume(mount, target);
            case "tmpfs" -> tmpfs(mount, target);
            case "image" -> throw notYet("mounts of type image");
            default -> throw invalid(type, "mount type unknown");
        };
    }

    private static String target(Mount mount, String type) {
        String target = mount.target() == null ? "" : mount.target();
        if (target.isEmpty()) {
            throw invalid(type, "field Target must not be empty");
        }
        if (!target.startsWith("/")) {
            throw invalid(type, "invalid mount path: '" + target + "' mount path must be absolute");
        }
        String clean = Path.of(target).normalize().toString();
        if (clean.equals("/")) {
            throw invalid(type, "invalid specification: destination can't be '/'");
        }
        return clean;
    }

    private static void refuseForeign(Mount mount, String type) {
        if (mount.bindOptions() != null && !type.equals("bind")) {
            throw invalid(type, "field BindOptions must not be specified");
        }
        if (mount.volumeOptions() != null && !type.equals("volume")) {
            throw invalid(type, "field VolumeOptions must not be specified");
        }
        if (mount.tmpfsOptions() != null && !type.equals("tmpfs")) {
            throw invalid(type, "field TmpfsOptions must not be specified");
        }
    }

    private static ContainerMount bind(Mount mount, String target) {
        String source = mount.source() == null ? "" : mount.source();
        if (source.isEmpty()) {
            throw invalid("bind", "field Source must not be empty");
        }
        if (!source.startsWith("/")) {
            throw invalid("bind", "invalid mount path: '" + source + "' mount path must be absolute");
        }
        Mount.Bind bind = mount.bindOptions() == null ? new Mount.Bind(null, false, false, false, false)
                : mount.bindOptions();
        if (!bind.createMountpoint() && !Files.exists(Path.of(source))) {
            throw invalid("bind", "bind source path does not exist: " + source);
        }
        List<String> options = new ArrayList<>();
        options.add(bind.nonRecursive() ? "bind" : "rbind");
        String propagation = bind.propagation();
        if (propagation != null && !propagation.isEmpty()) {
            if (!propagation.matches("r?(private|shared|slave)")) {
                throw invalid("bind", "invalid propagation mode: " + propagation);
            }
            options.add(propagation);
        }
        if (bind.readOnlyForceRecursive() && (!mount.readOnly() || bind.readOnlyNonRecursive())) {
            throw invalid("bind", "mount source must be read-only and recursive for ReadOnlyForceRecursive");
        }
        if (bind.readOnlyNonRecursive()) {
            options.add(MountSpecs.SHALLOW);
        }
        return new ContainerMount(ContainerMount.Type.BIND, null, Path.of(source).normalize().toString(), target, "",
                mount.readOnly(), options, bind.createMountpoint(), false);
    }

    private static ContainerMount volume(Mount mount, String target) {
        String name = mount.source() == null || mount.source().isEmpty() ? null : mount.source();
        Mount.Volume options = mount.volumeOptions() == null ? new Mount.Volume(false, null, null, null)
                : mount.volumeOptions();
        if (name != null) {
            VolumeName.check(name);
        }
        if (name == null && mount.readOnly()) {
            throw invalid("volume", "must not set ReadOnly mode when using anonymous volumes");
        }
        if (options.subpath() != null && !options.subpath().isEmpty()) {
            throw notYet("the subpath of a volume");
        }
        return new ContainerMount(ContainerMount.Type.VOLUME, name, null, target, name == null ? "" : "z",
                mount.readOnly(), List.of("rbind"), false, !options.noCopy());
    }

    private static ContainerMount tmpfs(Mount mount, String target) {
        if (mount.source() != null && !mount.source().isEmpty()) {
            throw invalid("tmpfs", "field Source must not be specified");
        }
        List<String> options = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
        Mount.Tmpfs tmpfs = mount.tmpfsOptions();
        if (tmpfs != null && tmpfs.sizeBytes() < 0) {
            throw invalid("tmpfs", "size must not be negative");
        }
        if (tmpfs != null && tmpfs.sizeBytes() > 0) {
            options.add("size=" + tmpfs.sizeBytes());
        }
        if (tmpfs != null && tmpfs.mode() != 0) {
            options.add("mode=" + Long.toOctalString(tmpfs.mode() & MODE_BITS));
        }
        for (List<String> option : tmpfs == null || tmpfs.options() == null ? List.<List<String>>of()
                : tmpfs.options()) {
            options.remove("no" + option.get(0));
            options.add(String.join("=", option));
        }
        return new ContainerMount(ContainerMount.Type.TMPFS, null, null, target, "", mount.readOnly(), options, false,
                false);
    }

    private static EngineException invalid(String type, String why) {
        return EngineException.invalid("invalid mount config for type \"" + type + "\": " + why);
    }

    private static EngineException notYet(String what) {
        return new EngineException(ErrorKind.NOT_IMPLEMENTED, what + " is not supported by this version of jocker (see "
                + "docs/limits.md)");
    }
}
