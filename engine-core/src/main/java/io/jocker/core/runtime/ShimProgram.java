package io.jocker.core.runtime;

import java.util.List;
import java.util.Map;

/**
 * How to execute the shim: through the read-only descriptor that the launcher made, where there is one, so that
 * no container can rewrite the program through its own {@code /proc/self/exe}.
 *
 * @param path        what to execute
 * @param environment the shim's whole environment
 */
public record ShimProgram(String path, List<String> environment) {
    private static final String DESCRIPTOR = "JOCKER_SHIM_FD";
    private static final String HOST_MOUNTS = "JOCKER_HOST_MNTNS";

    /** From the environment that {@code jocker-shim launch} made, else from {@code file}. */
    public static ShimProgram find(Map<String, String> environment, String file) {
        String descriptor = environment.get(DESCRIPTOR);
        String hostMounts = environment.get(HOST_MOUNTS);
        return new ShimProgram(descriptor == null ? file : "/proc/self/fd/" + descriptor,
                hostMounts == null ? List.of() : List.of(HOST_MOUNTS + "=" + hostMounts));
    }
}
