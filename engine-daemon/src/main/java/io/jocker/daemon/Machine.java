package io.jocker.daemon;

import io.jocker.core.EngineException;
import io.jocker.core.container.spec.HostFacts;
import io.jocker.core.host.Processors;
import io.jocker.daemon.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Prepares this machine's directories for containers, and tells what containers need to know of it. */
final class Machine {
    private static final List<String> MOUNT_POINTS = List.of("dev", "proc", "sys", "etc");
    private static final List<String> FILES = List.of("etc/hosts", "etc/hostname", "etc/resolv.conf", ".dockerenv");
    private static final int PIDS_SHARE = 4;

    private final DaemonConfig config;

    Machine(DaemonConfig config) {
        this.config = config;
    }

    HostFacts prepare() {
        Path scaffold = config.dataRoot().resolve("scaffold");
        Path seccomp = config.execRoot().resolve("seccomp");
        try {
            restricted(config.execRoot(), "rwx------");
            restricted(seccomp, "rwx------");
            makeScaffold(scaffold);
            return new HostFacts(Processors.possible(), "/" + config.defaults().cgroupParent().replaceAll("^/+", ""),
                    pidsCeiling(),
                    scaffold, seccomp, Files.exists(Path.of("/proc/self/ns/time")),
                    config.defaults().noNewPrivileges());
        } catch (IOException e) {
            throw EngineException.internal("cannot prepare the daemon's directories: " + e, e);
        }
    }

    /** A share of what the machine has; 0 where no controller could hold it. */
    private static long pidsCeiling() throws IOException {
        Path unified = Path.of("/sys/fs/cgroup/cgroup.controllers");
        boolean controlled = Files.exists(unified) ? Files.readString(unified).contains("pids")
                : Files.isDirectory(Path.of("/sys/fs/cgroup/pids"));
        return controlled ? Long.parseLong(Files.readString(Path.of("/proc/sys/kernel/pid_max")).strip()) / PIDS_SHARE
                : 0;
    }

    private static void restricted(Path directory, String mode) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }

    /** The lowest layer of every container: mount points of the engine's own, which then never show in a diff. */
    private static void makeScaffold(Path scaffold) throws IOException {
        restricted(scaffold, "rwxr-xr-x");
        for (String name : MOUNT_POINTS) {
            restricted(scaffold.resolve(name), "rwxr-xr-x");
        }
        for (String name : FILES) {
            Path file = scaffold.resolve(name);
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
