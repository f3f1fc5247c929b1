package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.Signals;
import io.jocker.core.runtime.Shim;
import io.jocker.core.store.Durability;
import java.util.Map;

/** {@code kill}: a signal to the container's first process. */
public final class ContainerKiller {
    private final ContainerCatalogue catalogue;
    private final RestartQueue restarts;
    private final ContainerEvents events;

    /** Cancels in {@code restarts}; events go to {@code events}. */
    public ContainerKiller(ContainerCatalogue catalogue, RestartQueue restarts, ContainerEvents events) {
        this.catalogue = catalogue;
        this.restarts = restarts;
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
        signal(container, number, true);
    }

    /**
     * @param byHand whether somebody wants the container itself to end, which its restart policy then respects
     */
    private void signal(Container container, int number, boolean byHand) {
        container.lock().lock();
        try {
            if (cancelRestart(container)) {
                return;
            }
            Shim shim = container.shim();
            if (shim == null) {
                throw notRunning(container);
            }
            boolean ends = number == Signals.SIGKILL || number == stopSignal(container);
            if (ends && byHand) {
                container.note(new Container.Lives(container.lives().restarts(), true));
                catalogue.saveState(container, Durability.RELAXED);
            }
            try {
                shim.signal(number, false);
                thawIfItEnds(container, shim, number, ends);
            } catch (EngineException e) {
                throw e.kind() == ErrorKind.CONFLICT ? notRunning(container) : e;
            }
        } finally {
            container.lock().unlock();
        }
        events.publish(container, "kill", Map.of("signal", String.valueOf(number)));
    }

    /** What is frozen acts on a signal only when it goes on; for SIGKILL the shim sees to that. */
    private void thawIfItEnds(Container container, Shim shim, int number, boolean ends) {
        if (ends && container.state() instanceof ContainerState.Paused paused) {
            if (number != Signals.SIGKILL) {
                shim.resume();
            }
            container.enter(new ContainerState.Running(paused.process()));
        }
    }

    static int stopSignal(Container container) {
        String own = container.spec().config().stopSignal();
        return Signals.parse(own == null || own.isEmpty() ? "SIGTERM" : own);
    }

    /** Ends the waiting of a container that was to be started again; false if it does not wait. Needs the lock. */
    boolean cancelRestart(Container container) {
        if (!(container.state() instanceof ContainerState.Restarting waiting)) {
            return false;
        }
        restarts.forget(container);
        container.note(new Container.Lives(container.lives().restarts(), true));
        ContainerState ended = new ContainerState.Exited(waiting.exitCode(), waiting.oomKilled(), "",
                waiting.startedAt(), waiting.finishedAt());
        container.settle(ended);
        catalogue.saveState(container, Durability.RELAXED);
        container.takeStopWaiters().forEach(w -> w.complete(ended));
        return true;
    }

    private static EngineException notRunning(Container container) {
        return EngineException.conflict("cannot kill container: " + container.name() + ": container "
                + container.id() + " is not running");
    }

    /** Sends a signal; that the container has ended in this moment, or is about to, is as good. */
    void signalUnlessEnded(Container container, int number, boolean byHand) {
        try {
            signal(container, number, byHand);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
        }
    }
}
