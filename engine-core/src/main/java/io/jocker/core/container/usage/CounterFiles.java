package io.jocker.core.container.usage;

import io.jocker.core.host.process.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the counters of control groups; a file that this kernel does not have counts nothing. */
final class CounterFiles {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long NANOS_PER_TICK = 10_000_000;
    /** The first seven numbers of a processor's line; guests' time is in the first two already. */
    private static final int COUNTED = 8;

    private final ControlGroups groups;

    CounterFiles(ControlGroups groups) {
        this.groups = groups;
    }

    private List<String> lines(String controller, String file) throws IOException {
        Path directory = groups.directory(controller);
        return directory == null ? List.of() : ContainerStats.lines(directory.resolve(file));
    }

    /** The number that a file holds; null if there is none, or the word {@code max}. */
    Long number(String controller, String file) throws IOException {
        List<String> lines = lines(controller, file);
        return lines.isEmpty() || !lines.get(0).strip().matches("\\d+") ? null
                : Long.valueOf(ContainerStats.number(lines.get(0).strip()));
    }

    long orZero(String controller, String file) throws IOException {
        Long value = number(controller, file);
        return value == null ? 0 : value;
    }

    /** The numbers of a file that holds several in a line. */
    List<Long> numbers(String controller, String file) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String line : lines(controller, file)) {
            for (String word : line.strip().split("\\s+")) {
                numbers.add(ContainerStats.number(word));
            }
        }
        return numbers;
    }

    /** A file of lines with a name and a number. */
    Map<String, Long> table(String controller, String file) throws IOException {
        Map<String, Long> table = new LinkedHashMap<>();
        for (String line : lines(controller, file)) {
            String[] words = line.split("\\s+");
            if (words.length == 2) {
                table.put(words[0], ContainerStats.number(words[1]));
            }
        }
        return table;
    }

    /** Lines such as {@code 8:0 Read 4096}. */
    List<ContainerStats.BlockIo> devices(String file) throws IOException {
        List<ContainerStats.BlockIo> found = new ArrayList<>();
        for (String line : lines("blkio", file)) {
            String[] words = line.split("[\\s:]+");
            if (words.length == 4) {
                found.add(new ContainerStats.BlockIo(ContainerStats.number(words[0]), ContainerStats.number(words[1]),
                        words[2], ContainerStats.number(words[3])));
            }
        }
        return found;
    }

    /** Lines such as {@code 8:0 rbytes=4096 wbytes=0}; those keys of it that {@code names} translates. */
    List<ContainerStats.BlockIo> ioStat(Map<String, String> names) throws IOException {
        List<ContainerStats.BlockIo> found = new ArrayList<>();
        for (String line : lines("io", "io.stat")) {
            String[] words = line.split("[\\s:]+");
            for (int i = 2; i < words.length; i++) {
                String[] pair = words[i].split("=");
                if (pair.length == 2 && names.containsKey(pair[0])) {
                    found.add(new ContainerStats.BlockIo(ContainerStats.number(words[0]),
                            ContainerStats.number(words[1]), names.get(pair[0]), ContainerStats.number(pair[1])));
                }
            }
        }
        return found;
    }

    /** The processor time of the whole machine, idle time included, in nanoseconds. */
    static long systemTime() throws IOException {
        String[] words = Files.readAllLines(STAT).get(0).split("\\s+");
        long ticks = 0;
        for (int i = 1; i < Math.min(words.length, COUNTED); i++) {
            ticks += Long.parseLong(words[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    /** The machine's memory, in bytes. */
    static long machineMemory() throws IOException {
        return Long.parseLong(Files.readAllLines(MEMORY).get(0).replaceAll("\\D", "")) << 10;
    }
}
