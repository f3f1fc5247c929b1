package io.jocker.core.host.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The control groups of a process: with version 1 one in each hierarchy, with version 2 one for all controllers.
 * Mounted where every distribution mounts them, below {@code /sys/fs/cgroup}.
 */
public final class ControlGroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String UNIFIED = "";

    private final Map<String, Path> groups;

    private ControlGroups(Map<String, Path> groups) {
        this.groups = groups;
    }

    /** Those of a process; without any if it has ended. */
    public static ControlGroups of(int pid) {
        Map<String, Path> groups = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
                String[] parts = line.split(":", 3);
                if (parts[1].isEmpty()) {
                    Path root = isUnified() ? ROOT : ROOT.resolve("unified");
                    groups.put(UNIFIED, root.resolve(parts[2].substring(1)));
                } else {
                    addHierarchy(groups, parts[1], parts[2].substring(1));
                }
            }
        } catch (IOException ended) {
            return new ControlGroups(Map.of());
        }
        return new ControlGroups(groups);
    }

    private static void addHierarchy(Map<String, Path> groups, String controllers, String path) {
        for (String controller : controllers.split(",")) {
            String name = controller.replaceFirst("^name=", "");
            Path together = ROOT.resolve(controllers);
            groups.put(name, (Files.isDirectory(together) ? together : ROOT.resolve(name)).resolve(path));
        }
    }

    /** Whether this machine has version 2 for all controllers. */
    public static boolean isUnified() {
        return Files.exists(ROOT.resolve("cgroup.controllers"));
    }

    /** The directory of a controller such as {@code memory}; null if the process is in none. */
    public Path directory(String controller) {
        return isUnified() ? groups.get(UNIFIED) : groups.get(controller);
    }

    /** The ids of all processes that are in the same group as this one, and in groups beneath it. */
    public static List<Integer> processesWith(int pid) {
        ControlGroups groups = of(pid);
        Path top = groups.directory("pids") != null ? groups.directory("pids") : groups.directory("memory");
        if (top == null) {
            return List.of();
        }
        Set<Integer> pids = new TreeSet<>();
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path directory : (Iterable<Path>) tree.filter(Files::isDirectory)::iterator) {
                addProcesses(pids, directory);
            }
        } catch (IOException | java.io.UncheckedIOException ended) {
            return List.copyOf(pids);
        }
        return List.copyOf(pids);
    }

    private static void addProcesses(Set<Integer> pids, Path directory) throws IOException {
        try {
            Files.readAllLines(directory.resolve("cgroup.procs")).forEach(p -> pids.add(Integer.valueOf(p)));
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        }
    }
}
