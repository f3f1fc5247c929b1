package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.runtime.ShimSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OCI runtimes that containers may run under: our own, those that were configured, and runc and crun. */
public final class OciRuntimes {
    /** The name of our own. */
    public static final String OWN = "jocker";
    private static final Set<String> USUAL = Set.of("runc", "crun");
    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin",
            "/sbin", "/bin");

    private final Map<String, ShimSpec.Runtime> configured;

    /** With those of the configuration, by name. */
    public OciRuntimes(Map<String, ShimSpec.Runtime> configured) {
        this.configured = Map.copyOf(configured);
    }

    static boolean isOwn(String name) {
        return name == null || name.isEmpty() || name.equals(OWN);
    }

    /** The configured ones' names, and ours. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(configured.keySet());
        names.add(OWN);
        return names;
    }

    /**
     * The runtime of this name; null for our own.
     *
     * @throws EngineException INVALID, with Docker's words, if there is none
     */
    public ShimSpec.Runtime find(String name) {
        if (isOwn(name)) {
            return null;
        }
        ShimSpec.Runtime known = configured.get(name);
        if (known != null) {
            return known;
        }
        if (USUAL.contains(name)) {
            for (String folder : FOLDERS) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    return new ShimSpec.Runtime(program.toString(), List.of());
                }
            }
        }
        throw EngineException.invalid("unknown or invalid runtime name: " + name);
    }
}
