package io.jocker.daemon.translate;

import io.jocker.core.EngineException;
import io.jocker.core.host.Processors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is so on this machine, asked of the kernel when the daemon starts.
 *
 * @param kernel          its release
 * @param operatingSystem the distribution's name, as in /etc/os-release
 * @param osVersion       its version
 * @param machine         the kernel's word for the processor, such as {@code x86_64}
 * @param processors      how many there are
 * @param memory          bytes of memory
 * @param cgroupVersion   {@code 1} or {@code 2}: where the controllers are
 * @param controllers     the controllers there are
 * @param seccomp         whether the kernel filters system calls
 * @param apparmor        whether AppArmor is on
 */
public record SystemFacts(String kernel, String operatingSystem, String osVersion, String machine, int processors,
        long memory, String cgroupVersion, Set<String> controllers, boolean seccomp, boolean apparmor) {
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    /** Asks the kernel. */
    public static SystemFacts probe() {
        try {
            boolean unified = Files.exists(CGROUP.resolve("cgroup.controllers"));
            return new SystemFacts(read("/proc/sys/kernel/osrelease"), osRelease("PRETTY_NAME"),
                    osRelease("VERSION_ID"), hardware(), Processors.online().size(), totalMemory(),
                    unified ? "2" : "1", unified ? unifiedControllers() : legacyControllers(),
                    Files.exists(Path.of("/proc/sys/kernel/seccomp")),
                    Files.exists(Path.of("/sys/kernel/security/apparmor")));
        } catch (IOException e) {
            throw EngineException.internal("cannot read the facts of this machine: " + e.getMessage(), e);
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).strip();
    }

    private static String hardware() {
        String arch = System.getProperty("os.arch");
        return arch.equals("amd64") ? "x86_64" : arch;
    }

    private static long totalMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    private static String osRelease(String key) throws IOException {
        Path file = Path.of("/etc/os-release");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key + "=")) {
                    return line.substring(key.length() + 1).replace("\"", "");
                }
            }
        }
        return "";
    }

    private static Set<String> unifiedControllers() throws IOException {
        return Set.of(read(CGROUP.resolve("cgroup.controllers").toString()).split(" "));
    }

    private static Set<String> legacyControllers() throws IOException {
        Set<String> controllers = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] fields = line.split(" ");
            if (fields[2].equals("cgroup")) {
                controllers.addAll(Set.of(fields[3].split(",")));
            }
        }
        return controllers;
    }
}
