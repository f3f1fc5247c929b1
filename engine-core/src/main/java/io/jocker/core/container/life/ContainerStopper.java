package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.Signals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code stop}: the container's stop signal, patience, then SIGKILL. */
public final class ContainerStopper {
    private static final int USUAL_SECONDS = 10;
    private static final long KILL_SECONDS = 10;

    private final ContainerKiller killer;
    private final ContainerEvents events;

    /** Signals through {@code killer}. */
    public ContainerStopper(ContainerKiller killer, ContainerEvents events) {
        this.killer = killer;
        this.events = events;
    }

    /**
     * Stops a container and returns when it has ended.
     *
     * @param signal  overrides the container's stop signal; null for that
     * @param seconds how long to wait before SIGKILL, negative for ever; null for the container's own
     * @throws EngineException NOT_MODIFIED if it does not run
     */
    public void stop(Container container, String signal, Integer seconds) {
        stop(container, signal, seconds, true);
    }

    /** Stops a container because the machine ends: its restart policy starts it again when that comes back. */
    public void stopForShutdown(Container container) {
        stop(container, null, null, false);
    }

    private void stop(Container container, String signal, Integer seconds, boolean byHand) {
        int number = Signals.parse(first(signal, container.spec().config().stopSignal(), "SIGTERM"));
        Integer own = container.spec().config().stopTimeout();
        int patience = seconds != null ? seconds : own != null ? own : USUAL_SECONDS;
        CompletableFuture<ContainerState> stopped;
        container.lock().lock();
        try {
            if (byHand && killer.cancelRestart(container)) {
                events.publish(container, "stop");
                return;
            }
            if (!container.isRunning()) {
                throw new EngineException(ErrorKind.NOT_MODIFIED, "container " + container.name()
                        + " is already stopped");
            }
            stopped = container.onStop();
        } finally {
            container.lock().unlock();
        }
        killer.signalUnlessEnded(container, number, byHand);
        if (!await(container, stopped, patience)) {
            killer.signalUnlessEnded(container, Signals.SIGKILL, byHand);
            if (!await(container, stopped, KILL_SECONDS)) {
                throw EngineException.internal("container " + container.id() + " does not end although it was killed",
                        null);
            }
        }
        events.publish(container, "stop");
    }

    private static boolean await(Container container, CompletableFuture<ContainerState> stopped, long seconds) {
        try {
            if (seconds < 0) {
                stopped.get();
            } else {
                stopped.get(seconds, TimeUnit.SECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.conflict("interrupted while container " + container.id() + " was being stopped");
        } catch (ExecutionException e) {
            throw EngineException.internal("cannot stop container " + container.id(), e);
        }
    }

    private static String first(String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        throw new IllegalArgumentException("no value");
    }
}
