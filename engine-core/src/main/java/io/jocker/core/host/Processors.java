package io.jocker.core.host;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's processors, as the kernel lists them; not only those that this process may run on. */
public final class Processors {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private Processors() {
    }

    /** The numbers of those on line. */
    public static List<Integer> online() {
        return read("online");
    }

    /** The numbers of those that may ever be. */
    public static List<Integer> possible() {
        return read("possible");
    }

    private static List<Integer> read(String name) {
        try {
            return parse(Files.readString(CPUS.resolve(name)).strip());
        } catch (IOException e) {
            throw EngineException.internal("cannot read the list of processors", e);
        }
    }

    /** {@code 0-3,5}. */
    static List<Integer> parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : text.split(",")) {
            String[] ends = range.split("-");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
