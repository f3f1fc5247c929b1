package io.jocker.core.container.usage;

import io.jocker.core.host.process.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One look at the counters of a container's control groups; times in nanoseconds, sizes in bytes. */
public record ContainerStats(Instant read, Cpu cpu, Memory memory, long pids, Long pidsLimit, List<BlockIo> blockIo,
        List<BlockIo> blockOperations, Map<String, Network> networks) {

    /**
     * Processor time.
     *
     * @param perCpu empty where the kernel does not count by processor
     */
    public record Cpu(long total, List<Long> perCpu, long user, long kernel, long periods, long throttledPeriods,
            long throttledTime, long system) {
    }

    /**
     * Memory.
     *
     * @param limit the machine's memory if there is no lower one
     * @param stats the kernel's own counters, under its names
     */
    public record Memory(long usage, long maxUsage, long limit, long failures, Map<String, Long> stats) {
    }

    /** Bytes or operations of one kind on one block device. */
    public record BlockIo(long major, long minor, String operation, long value) {
    }

    /** Counters of one network interface. */
    public record Network(long rxBytes, long rxPackets, long rxErrors, long rxDropped, long txBytes, long txPackets,
            long txErrors, long txDropped) {
    }

    /** Looks at the groups of a container's first process. */
    static ContainerStats of(int pid, Instant now) throws IOException {
        ControlGroups groups = ControlGroups.of(pid);
        CounterFiles files = new CounterFiles(groups);
        return ControlGroups.isUnified() ? UnifiedCounters.read(files, pid, now)
                : HierarchyCounters.read(files, pid, now);
    }

    /** The counters of the interfaces that a process sees, but for its loopback. */
    static Map<String, Network> networks(int pid) throws IOException {
        Map<String, Network> networks = new LinkedHashMap<>();
        for (String line : lines(Path.of("/proc/" + pid + "/net/dev"))) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (!name.equals("lo")) {
                String[] n = line.substring(colon + 1).strip().split("\\s+");
                networks.put(name, new Network(number(n[0]), number(n[1]), number(n[2]), number(n[3]), number(n[8]),
                        number(n[9]), number(n[10]), number(n[11])));
            }
        }
        return networks;
    }

    static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return new ArrayList<>();
        }
    }

    static long number(String text) {
        // Some are unsigned and as large as they can be: nothing that Java's numbers could not hold means more.
        return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }
}
