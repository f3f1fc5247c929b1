package io.jocker.daemon.config;

import io.jocker.core.api.container.LogConfig;
import java.util.List;

/**
 * What containers get that do not say otherwise.
 *
 * @param shmSize bytes of /dev/shm
 */
public record ContainerDefaults(LogConfig log, long shmSize, String ipcMode, String cgroupnsMode,
        boolean noNewPrivileges, String cgroupParent, List<String> dns, List<String> dnsOptions,
        List<String> dnsSearch) {
    /** Docker's usual size of /dev/shm. */
    public static final long SHM_SIZE = 64L << 20;
}
