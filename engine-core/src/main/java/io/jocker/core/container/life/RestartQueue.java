package io.jocker.core.container.life;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** The containers that wait for their policy to start them again. */
public final class RestartQueue {
    private final DelayQueue<Entry> entries = new DelayQueue<>();
    private volatile boolean closed;
    private final Map<String, Duration> pauses = new ConcurrentHashMap<>();

    /**
     * A container that is due, if it is still in the state it waited in.
     *
     * @param nanos the instant of the start, on the clock of {@link System#nanoTime}
     */
    record Entry(Container container, ContainerState.Restarting state, long nanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** Starts a container again after a pause that grows with each short run. */
    void add(Container container, ContainerState.Restarting state) {
        if (closed) {
            return;
        }
        Duration ran = Duration.between(state.startedAt(), state.finishedAt());
        Duration pause = pauses.compute(container.id(), (id, last) -> RestartRule.pause(ran, last));
        entries.add(new Entry(container, state, System.nanoTime() + pause.toNanos()));
    }

    /** Starts nothing any more: who waits goes on waiting for the next daemon. */
    public void close() {
        closed = true;
        entries.clear();
    }

    /** The next start by hand, or the removal, makes the pauses short again. */
    void forget(Container container) {
        pauses.remove(container.id());
        entries.removeIf(e -> e.container() == container);
    }

    Entry take() throws InterruptedException {
        return entries.take();
    }
}
