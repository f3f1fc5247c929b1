package io.jocker.core.container.spec;

import io.jocker.core.api.container.HostConfig;
import io.jocker.core.runtime.spec.MountSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The mounts that every container has, and the temporary file systems that it asked for. */
final class DefaultMounts {
    private static final long SHM_SIZE = 64L << 20;

    private DefaultMounts() {
    }

    static List<MountSpec> of(SpecBuilder.Input input) {
        HostConfig host = input.host();
        String access = host.privileged() ? "rw" : "ro";
        List<MountSpec> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
        mounts.add(mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666",
                "mode=0620", "gid=5"));
        mounts.add(sys(access));
        mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", access, "nosuid", "noexec", "nodev"));
        mounts.add("host".equals(host.ipcMode()) ? bind("/dev/mqueue", "/dev/mqueue", "rw")
                : mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
        if (!"none".equals(host.ipcMode())) {
            mounts.add(shm(host, input.joined().shm()));
        }
        for (Map.Entry<String, Path> file : input.etc().entrySet()) {
            mounts.add(bind(file.getKey(), file.getValue().toString(), host.readonlyRootfs() ? "ro" : "rw"));
        }
        List<MountSpec> own = new ArrayList<>(input.mounts());
        if (host.tmpfs() != null) {
            host.tmpfs().forEach((target, options) -> own.add(temporary(target, options)));
        }
        own.sort(Comparator.comparingInt(m -> Path.of(m.destination()).getNameCount()));
        mounts.removeIf(usual -> own.stream().anyMatch(m -> replaces(m.destination(), usual.destination())));
        mounts.addAll(own);
        return mounts;
    }

    /** Who mounts something of their own over /dev does not want what is usually mounted in it either. */
    private static boolean replaces(String own, String usual) {
        return usual.equals(own) || own.equals("/dev") && usual.startsWith("/dev/");
    }

    private static MountSpec sys(String access) {
        return mount("/sys", "sysfs", "sysfs", access, "nosuid", "noexec", "nodev");
    }

    private static MountSpec shm(HostConfig host, String shared) {
        if (shared != null) {
            return bind("/dev/shm", shared, "rw");
        }
        if ("host".equals(host.ipcMode())) {
            return bind("/dev/shm", "/dev/shm", "rw");
        }
        long size = host.shmSize() == 0 ? SHM_SIZE : host.shmSize();
        return mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=" + size);
    }

    private static MountSpec temporary(String target, String options) {
        List<String> all = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
        for (String option : options == null || options.isEmpty() ? new String[0] : options.split(",")) {
            // An explicit "exec" replaces the default "noexec", and so on.
            all.remove("no" + option);
            all.add(option);
        }
        return new MountSpec(target, "tmpfs", "tmpfs", all);
    }

    private static MountSpec mount(String target, String type, String source, String... options) {
        return new MountSpec(target, type, source, List.of(options));
    }

    private static MountSpec bind(String target, String source, String access) {
        return new MountSpec(target, "bind", source, List.of("rbind", "rprivate", access));
    }
}
