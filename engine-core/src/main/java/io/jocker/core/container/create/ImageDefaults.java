package io.jocker.core.container.create;

import io.jocker.core.api.container.ContainerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges an image's configuration into a request, by Docker's rules: what the client gave wins. */
final class ImageDefaults {
    private ImageDefaults() {
    }

    static ContainerConfig merge(ContainerConfig given, ContainerConfig image, String hostname) {
        boolean ownEntrypoint = given.entrypoint() != null && !given.entrypoint().isEmpty();
        // An empty first word resets the image's entrypoint.
        boolean reset = ownEntrypoint && given.entrypoint().equals(List.of(""));
        List<String> entrypoint = reset ? null : ownEntrypoint ? given.entrypoint() : image.entrypoint();
        List<String> cmd = given.cmd() != null && !given.cmd().isEmpty() || ownEntrypoint ? given.cmd() : image.cmd();
        return new ContainerConfig(or(given.hostname(), hostname), text(given.domainname()),
                or(given.user(), text(image.user())), given.attachStdin(), given.attachStdout(), given.attachStderr(),
                union(image.exposedPorts(), given.exposedPorts()), given.tty(), given.openStdin(), given.stdinOnce(),
                environment(image.env(), given.env()), cmd,
                given.healthcheck() != null ? given.healthcheck() : image.healthcheck(), given.argsEscaped(),
                given.image(), union(image.volumes(), given.volumes()),
                or(given.workingDir(), text(image.workingDir())),
                entrypoint, given.networkDisabled(), given.macAddress(), given.onBuild(),
                orEmpty(union(image.labels(), given.labels())), or(given.stopSignal(), image.stopSignal()),
                given.stopTimeout(), given.shell() != null ? given.shell() : image.shell());
    }

    private static List<String> environment(List<String> image, List<String> given) {
        List<String> merged = new ArrayList<>(given == null ? List.of() : given);
        for (String variable : image == null ? List.<String>of() : image) {
            String name = variable.replaceFirst("=.*", "");
            if (merged.stream().noneMatch(v -> v.equals(name) || v.startsWith(name + "="))) {
                merged.add(variable);
            }
        }
        return merged;
    }

    private static <T> Map<String, T> union(Map<String, T> image, Map<String, T> given) {
        if (image == null || image.isEmpty()) {
            return given;
        }
        Map<String, T> merged = new LinkedHashMap<>(image);
        if (given != null) {
            merged.putAll(given);
        }
        return merged;
    }

    private static <T> Map<String, T> orEmpty(Map<String, T> map) {
        return map == null ? Map.of() : map;
    }

    private static String or(String given, String other) {
        return given == null || given.isEmpty() ? other : given;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
