package io.jocker.daemon.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a daemon and its containers have of this machine: read from /proc, /sys and the folders themselves. */
final class Footprint {
    private Footprint() {
    }

    /** Mounts that a process sees and whose line holds one of the words. */
    static Set<String> mounts(long pid, String... words) {
        return lines(Path.of("/proc/" + pid + "/mountinfo"), line -> Stream.of(words).anyMatch(line::contains));
    }

    static Set<String> lines(Path file, Predicate<String> wanted) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(wanted).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Control groups whose name begins with {@code name}, and those beneath them. */
    static Set<String> cgroups(String name) {
        return walk(Path.of("/sys/fs/cgroup"), path -> Files.isDirectory(path)
                && path.toString().contains("/" + name));
    }

    /** Every file and folder beneath a root, relative to it. */
    static Set<String> files(Path root) {
        return walk(root, path -> !path.equals(root)).stream()
                .map(p -> p.substring(root.toString().length() + 1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> walk(Path root, Predicate<Path> wanted) {
        Set<String> found = new TreeSet<>();
        if (!Files.exists(root)) {
            return found;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return visitFile(directory, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (wanted.test(file)) {
                        found.add(file.toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    // Gone while we looked.
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Processes in whose command line or control groups the word stands; with their command lines. */
    static Set<String> processes(String word) {
        Set<String> found = new TreeSet<>();
        long self = ProcessHandle.current().pid();
        ProcessHandle.allProcesses().filter(p -> p.pid() != self).forEach(process -> {
            String command = read("/proc/" + process.pid() + "/cmdline").replace('\0', ' ');
            if (command.contains(word) || read("/proc/" + process.pid() + "/cgroup").contains("/" + word)) {
                found.add(process.pid() + " " + command + " " + state(process.pid()));
            }
        });
        return found;
    }

    /** The letter of a process's state: R, S, T, Z, …; empty if there is none. */
    static String state(long pid) {
        String stat = read("/proc/" + pid + "/stat");
        return stat.isEmpty() ? "" : stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    /** Zombies of this machine, by pid and name. */
    static Set<String> zombies() {
        Set<String> found = new TreeSet<>();
        ProcessHandle.allProcesses().filter(p -> state(p.pid()).equals("Z"))
                .forEach(p -> found.add(p.pid() + " " + read("/proc/" + p.pid() + "/comm").strip()));
        return found;
    }

    static int descriptors(long pid) {
        return count("/proc/" + pid + "/fd");
    }

    static int threads(long pid) {
        return count("/proc/" + pid + "/task");
    }

    private static int count(String folder) {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of /proc or /sys; empty if it is not there. */
    static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException gone) {
            return "";
        }
    }
}
