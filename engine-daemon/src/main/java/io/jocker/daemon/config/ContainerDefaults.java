package io.jocker.daemon.config;

import io.jocker.core.api.container.LogConfig;
import io.jocker.core.api.container.Ulimit;
import io.jocker.core.runtime.ShimSpec;
import java.util.List;
import java.util.Map;

/**
 * What containers get that do not say otherwise.
 *
 * @param shmSize  bytes of /dev/shm
 * @param runtime  the name of the OCI runtime that they run under
 * @param runtimes further OCI runtimes, by name
 * @param ulimits  limits of processes
 * @param shutdownSeconds how long all may take to end when the machine goes down
 * @param init     whether our own tiny init is their first process
 */
public record ContainerDefaults(LogConfig log, long shmSize, String ipcMode, String cgroupnsMode,
        boolean noNewPrivileges, String cgroupParent, List<String> dns, List<String> dnsOptions,
        List<String> dnsSearch, String runtime, Map<String, ShimSpec.Runtime> runtimes, List<Ulimit> ulimits,
        boolean init, int shutdownSeconds) {
    /** Docker's usual size of /dev/shm. */
    public static final long SHM_SIZE = 64L << 20;
}
