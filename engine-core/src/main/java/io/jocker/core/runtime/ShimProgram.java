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
    private static final List<String> HANDED_ON = List.of("JOCKER_HOST_MNTNS", "JOCKER_HOST_ROOT");

    /** From the environment that {@code jocker-shim launch} made, else from {@code file}. */
    public static ShimProgram find(Map<String, String> environment, String file) {
        String descriptor = environment.get(DESCRIPTOR);
        return new ShimProgram(descriptor == null ? file : "/proc/self/fd/" + descriptor,
                HANDED_ON.stream().filter(environment::containsKey).map(n -> n + "=" + environment.get(n)).toList());
    }
}
