package io.jocker.core.container.usage;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.host.process.ControlGroups;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code top}: the host's {@code ps}, of the processes of one container. Nothing of the container is run. */
public final class ContainerTop {
    private static final String PS = "/bin/ps";
    private static final long PATIENCE_SECONDS = 10;

    private final ContainerEvents events;

    /** The columns' titles, and a row for each process. */
    public record Table(List<String> titles, List<List<String>> processes) {
    }

    /** Events go to {@code events}. */
    public ContainerTop(ContainerEvents events) {
        this.events = events;
    }

    /**
     * Lists the processes.
     *
     * @param arguments ps's, such as {@code -ef}; they must show the column PID
     * @throws EngineException CONFLICT if it does not run, INVALID for arguments that ps refuses
     */
    public Table top(Container container, String arguments) {
        if (!(container.state() instanceof ContainerState.Live live)) {
            throw EngineException.conflict("container " + container.id() + " is not running");
        }
        Set<String> pids = ControlGroups.processesWith(live.process().pid()).stream().map(String::valueOf)
                .collect(Collectors.toSet());
        String[] words = arguments == null || arguments.isBlank() ? new String[] {"-ef"}
                : arguments.strip().split("\\s+");
        Table table = parse(ps(words), pids);
        events.publish(container, "top");
        return table;
    }

    private static String ps(String[] arguments) {
        List<String> command = new ArrayList<>(List.of(PS));
        command.addAll(Arrays.asList(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/bin:/bin");
            Process process = builder.start();
            String output;
            try (InputStream out = process.getInputStream()) {
                output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw EngineException.invalid("ps: " + output.lines().findFirst().orElse("it failed without a word"));
            }
            return output;
        } catch (IOException e) {
            throw EngineException.internal("cannot run " + PS + ", which top needs (package procps): "
                    + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.conflict("interrupted while waiting for ps");
        }
    }

    /** Columns are words; the last one, the command, has the rest of the line. */
    static Table parse(String output, Set<String> pids) {
        List<String> lines = output.lines().toList();
        List<String> titles = List.of(lines.isEmpty() ? new String[0] : lines.get(0).strip().split("\\s+"));
        int pid = titles.indexOf("PID");
        if (pid < 0) {
            throw EngineException.invalid("Couldn't find PID field in ps output");
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = List.of(line.strip().split("\\s+", titles.size()));
            if (fields.size() > pid && pids.contains(fields.get(pid))) {
                rows.add(fields);
            }
        }
        return new Table(titles, rows);
    }
}
