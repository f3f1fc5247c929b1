package io.jocker.core.container.mount;

import io.jocker.core.EngineException;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.volume.VolumeName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the short form of mounts: {@code [SOURCE:]TARGET[:MODE]}, as {@code -v} takes it. */
final class BindSpec {
    private static final Set<String> PROPAGATION = Set.of("private", "rprivate", "shared", "rshared", "slave",
            "rslave");
    /** Accepted and without effect on Linux, as with Docker; z and Z name labels that are not used here. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("consistent", "cached", "delegated", "default", "z", "Z");

    private BindSpec() {
    }

    /**
     * Reads one.
     *
     * @throws EngineException INVALID, with Docker's words
     */
    static ContainerMount parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw invalid(text);
        }
        if (parts.length == 1) {
            return volume(text, null, parts[0], "", false);
        }
        boolean path = parts[0].startsWith("/");
        String target = parts[1];
        String mode = parts.length == 3 ? parts[2] : "";
        if (parts.length == 3 && mode.isEmpty() || parts.length == 2 && isMode(target)) {
            throw invalid(text);
        }
        return path ? bind(text, parts[0], target, mode) : volume(text, parts[0], target, mode, true);
    }

    private static boolean isMode(String word) {
        return word.equals("ro") || word.equals("rw");
    }

    private static ContainerMount bind(String text, String source, String target, String mode) {
        List<String> options = new ArrayList<>(List.of("rbind"));
        boolean readOnly = words(mode, options, false);
        return new ContainerMount(ContainerMount.Type.BIND, null, Path.of(source).normalize().toString(),
                target(text, target), mode, readOnly, options, true, false);
    }

    private static ContainerMount volume(String text, String name, String target, String mode, boolean named) {
        if (named) {
            VolumeName.check(name);
        }
        List<String> options = new ArrayList<>(List.of("rbind"));
        boolean readOnly = words(mode, options, true);
        boolean copy = !options.remove("nocopy");
        return new ContainerMount(ContainerMount.Type.VOLUME, name, null, target(text, target),
                mode.isEmpty() && named ? "z" : mode, readOnly, options, false, copy);
    }

    /** Adds what the words of a mode mean; whether {@code ro} is among them. */
    private static boolean words(String mode, List<String> options, boolean volume) {
        boolean readOnly = false;
        boolean access = false;
        boolean propagation = false;
        for (String word : mode.isEmpty() ? new String[0] : mode.split(",")) {
            if (isMode(word) && !access) {
                access = true;
                readOnly = word.equals("ro");
            } else if (PROPAGATION.contains(word) && !volume && !propagation) {
                propagation = true;
                options.add(word);
            } else if (word.equals("nocopy") && volume) {
                options.add(word);
            } else if (!WITHOUT_EFFECT.contains(word)) {
                throw EngineException.invalid("invalid mode: " + mode);
            }
        }
        return readOnly;
    }

    static String target(String text, String target) {
        if (!target.startsWith("/")) {
            throw EngineException.invalid("invalid volume specification: '" + text + "': invalid mount config for type "
                    + "\"bind\": invalid mount path: '" + target + "' mount path must be absolute");
        }
        String clean = Path.of(target).normalize().toString();
        if (clean.equals("/")) {
            throw EngineException.invalid("invalid volume specification: '" + text + "': invalid mount config for type "
                    + "\"bind\": invalid specification: destination can't be '/'");
        }
        return clean;
    }

    private static EngineException invalid(String text) {
        return EngineException.invalid("invalid volume specification: '" + text + "'");
    }
}
