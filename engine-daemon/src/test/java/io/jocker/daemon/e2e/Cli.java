package io.jocker.daemon.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One of the docker commands of this machine. */
record Cli(Path program) {
    /** Every different one: those of the PATH and the distribution's. */
    static Stream<Cli> all() {
        Set<Path> programs = new LinkedHashSet<>();
        List<String> folders = new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(":")));
        folders.add("/usr/bin");
        for (String folder : folders) {
            Path program = Path.of(folder, "docker");
            if (Files.isExecutable(program)) {
                programs.add(real(program));
            }
        }
        return programs.stream().map(Cli::new);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> words(DaemonProcess daemon, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program.toString(), "-H", "unix://" + daemon.socket()));
        words.addAll(List.of(arguments));
        return words;
    }

    private static Map<String, String> environment(DaemonProcess daemon) {
        return Map.of("DOCKER_CONFIG", daemon.folder().resolve("docker").toString(), "DOCKER_HOST", "",
                "DOCKER_CONTEXT", "");
    }

    /** Runs it without input. */
    Command.Result run(DaemonProcess daemon, String... arguments) {
        return start(daemon, arguments).endInput().await();
    }

    /** Starts it with pipes. */
    Command start(DaemonProcess daemon, String... arguments) {
        return Command.start(environment(daemon), words(daemon, arguments));
    }

    /** Starts it with a terminal of so many rows and columns. */
    Command startWithTerminal(DaemonProcess daemon, int rows, int columns, String... arguments) {
        StringBuilder line = new StringBuilder("stty rows " + rows + " cols " + columns + "; exec");
        for (String word : words(daemon, arguments)) {
            line.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        return Command.start(environment(daemon), List.of("script", "-qec", line.toString(), "/dev/null"));
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
