package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.Signals;
import io.jocker.core.runtime.Shim;
import java.util.Map;

/** {@code kill}: a signal to the container's first process. */
public final class ContainerKiller {
    private final ContainerEvents events;

    /** Events go to {@code events}. */
    public ContainerKiller(ContainerEvents events) {
        this.events = events;
    }

    /**
     * Sends a signal; null sends SIGKILL.
     *
     * @throws EngineException INVALID for an unknown signal, CONFLICT if the container does not run
     */
    public void kill(Container container, String signal) {
        int number = signal == null || signal.isEmpty() ? Signals.SIGKILL : Signals.parse(signal);
        signal(container, number);
    }

    void signal(Container container, int number) {
        container.lock().lock();
        try {
            Shim shim = container.shim();
            if (shim == null) {
                throw notRunning(container);
            }
            try {
                shim.signal(number, false);
            } catch (EngineException e) {
                throw e.kind() == ErrorKind.CONFLICT ? notRunning(container) : e;
            }
        } finally {
            container.lock().unlock();
        }
        events.publish(container, "kill", Map.of("signal", String.valueOf(number)));
    }

    private static EngineException notRunning(Container container) {
        return EngineException.conflict("cannot kill container: " + container.name() + ": container "
                + container.id() + " is not running");
    }

    /** Sends a signal; that the container has ended in this moment, or is about to, is as good. */
    void signalUnlessEnded(Container container, int number) {
        try {
            signal(container, number);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
        }
    }
}
