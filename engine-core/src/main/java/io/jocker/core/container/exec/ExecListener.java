package io.jocker.core.container.exec;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.runtime.ExecExit;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What follows from the end of an exec. */
public final class ExecListener {
    private static final int UNKNOWN_EXIT = 137;

    private final ExecCatalogue catalogue;
    private final ContainerEvents events;

    /** States go to {@code catalogue}. */
    public ExecListener(ExecCatalogue catalogue, ContainerEvents events) {
        this.catalogue = catalogue;
        this.events = events;
    }

    /** Takes an end into account, once however often it is told. */
    public void ended(Container container, ExecExit exit) {
        catalogue.of(container.id()).stream().filter(e -> e.spec().id().equals(exit.id())).findFirst()
                .ifPresent(exec -> end(container, exec, exit.pid(), exit.exitCode(), exit.finishedAt()));
    }

    /** The container has ended, and with it all that was executed in it. */
    public void containerEnded(Container container, List<ExecExit> known, Instant finishedAt) {
        known.forEach(exit -> ended(container, exit));
        for (Exec exec : catalogue.of(container.id())) {
            if (exec.state() instanceof ExecState.Running running) {
                end(container, exec, running.pid(), UNKNOWN_EXIT, finishedAt);
            }
        }
    }

    private void end(Container container, Exec exec, int pid, int exitCode, Instant finishedAt) {
        exec.lock().lock();
        try {
            if (exec.state() instanceof ExecState.Ended) {
                return;
            }
            catalogue.enter(exec, new ExecState.Ended(pid, exitCode, finishedAt));
        } finally {
            exec.lock().unlock();
        }
        events.publish(container, "exec_die", Map.of("execID", exec.spec().id(),
                "exitCode", String.valueOf(exitCode)));
    }
}
