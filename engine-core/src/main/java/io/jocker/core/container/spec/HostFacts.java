package io.jocker.core.container.spec;

import java.nio.file.Path;
import java.util.List;

/**
 * What containers need to know of this machine and this daemon.
 *
 * @param processors    the numbers of the processors that there may be, on line or not
 * @param cgroupParent  the cgroup under which containers' cgroups are made, such as {@code /jocker}
 * @param pidsCeiling   most processes of a container that sets no limit of its own; 0 for no ceiling
 * @param scaffold      a directory with the mount points that the engine itself needs
 * @param seccompCache  where the shim keeps compiled filters
 * @param timeNamespaces whether the kernel has time namespaces
 * @param noNewPrivileges whether containers may not gain privileges unless they say otherwise
 */
public record HostFacts(List<Integer> processors, String cgroupParent, long pidsCeiling, Path scaffold,
        Path seccompCache,
        boolean timeNamespaces, boolean noNewPrivileges) {
}
