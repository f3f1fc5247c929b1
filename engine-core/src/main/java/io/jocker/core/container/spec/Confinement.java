package io.jocker.core.container.spec;

import java.util.ArrayList;
import java.util.List;

/** What a container may not see or change of /proc and /sys: the union of Docker's and Podman's lists. */
public final class Confinement {
    /** Paths hidden from a container that is not privileged. */
    public static final List<String> MASKED_PATHS = List.of("/proc/acpi", "/proc/asound", "/proc/interrupts",
            "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
            "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
            "/sys/fs/selinux");

    /** Paths that can only be read. */
    public static final List<String> READONLY_PATHS = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
            "/proc/sysrq-trigger");

    private Confinement() {
    }

    /** {@link #MASKED_PATHS}, and each possible processor's thermal counters, which tell what runs beside one. */
    public static List<String> maskedPaths(List<Integer> processors) {
        List<String> paths = new ArrayList<>(MASKED_PATHS);
        for (int cpu : processors) {
            paths.add("/sys/devices/system/cpu/cpu" + cpu + "/thermal_throttle");
        }
        return List.copyOf(paths);
    }
}
