package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.exec.ExecListener;
import io.jocker.core.host.process.Boot;
import io.jocker.core.runtime.ExecExit;
import io.jocker.core.runtime.ExitRecord;
import io.jocker.core.runtime.Shim;
import io.jocker.core.runtime.ShimEvents;
import io.jocker.core.runtime.ShimRuntime;
import io.jocker.core.store.Durability;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from the end of a container: state, waiters, event, and removal if it asked for that. */
public final class ExitListener {
    private static final Logger LOG = LoggerFactory.getLogger(ExitListener.class);
    /** What Docker reports when nobody knows how a process ended: as if it had been killed. */
    private static final int UNKNOWN_EXIT = 137;
    /** What Docker reports of a container that the machine's end took with it. */
    private static final int MACHINE_ENDED = 255;

    private final ContainerCatalogue catalogue;
    private final ContainerFiles files;
    private final ShimRuntime runtime;
    private final ContainerRemover remover;
    private final ContainerEvents events;
    private final OrphanKiller orphans;
    private final ExecListener execs;
    private final RestartQueue restarts;
    private final Clock clock;

    /** All that an end needs. */
    public ExitListener(ContainerCatalogue catalogue, ContainerFiles files, ShimRuntime runtime,
            ContainerRemover remover, ContainerEvents events, OrphanKiller orphans, ExecListener execs,
            RestartQueue restarts, Clock clock) {
        this.catalogue = catalogue;
        this.files = files;
        this.runtime = runtime;
        this.remover = remover;
        this.events = events;
        this.orphans = orphans;
        this.execs = execs;
        this.restarts = restarts;
        this.clock = clock;
    }

    /** The listener to give to one container's shim. */
    ShimEvents of(Container container) {
        return new ShimEvents() {
            @Override
            public void exited(ExitRecord record) {
                ended(container, record);
            }

            @Override
            public void outOfMemory() {
                container.sawOutOfMemory();
                events.publish(container, "oom");
            }

            @Override
            public void execExited(ExecExit exit) {
                execs.ended(container, exit);
            }

            @Override
            public void lost() {
                shimLost(container);
            }
        };
    }

    /** The shim is gone: its record tells the end, and without one the process is ended here. */
    void shimLost(Container container) {
        ExitRecord record = runtime.exitRecord(files.exitRecord(container.id())).orElse(null);
        if (container.state() instanceof ContainerState.Live live) {
            ContainerState.Process process = live.process();
            boolean sameBoot = process.bootId().equals(Boot.id());
            if (sameBoot) {
                // Also with a record: the shim may have been killed after it wrote that and before it cleaned up.
                orphans.end(container, process);
            }
            if (record == null) {
                LOG.warn(sameBoot ? "the shim of container {} was killed; its process {} was ended"
                        : "container {} ended with the machine; its process was {}", container.id(), process.pid());
                record = new ExitRecord(sameBoot ? UNKNOWN_EXIT : MACHINE_ENDED, sameBoot ? 9 : 0, false,
                        process.pid(), process.startTime(), process.startedAt(), clock.instant(),
                        List.of());
            }
        }
        if (record != null) {
            ended(container, record);
        }
    }

    /** Takes an exit into account, once however often it is told. */
    void ended(Container container, ExitRecord record) {
        ContainerState after;
        List<CompletableFuture<ContainerState>> waiters;
        // A shim may tell the exit before the starter has noted the start: the lock puts them in order.
        container.lock().lock();
        try {
            if (!(container.state() instanceof ContainerState.Live live)) {
                return;
            }
            after = next(container, live.process().startedAt(), record);
            Shim shim = container.settle(after);
            waiters = container.takeStopWaiters();
            tidyUp(container, shim);
            long seconds = Duration.between(live.process().startedAt(), record.finishedAt()).toSeconds();
            events.publish(container, "die", Map.of("exitCode", String.valueOf(after.exitCode()),
                    "execDuration", String.valueOf(seconds)));
            if (after instanceof ContainerState.Restarting restarting) {
                restarts.add(container, restarting);
            }
        } finally {
            container.lock().unlock();
        }
        waiters.forEach(w -> w.complete(after));
        // Without the lock: who starts an exec takes that after the exec's own.
        execs.containerEnded(container, record.execs(), record.finishedAt());
        if (container.spec().host().autoRemove()) {
            remover.removeAfterExit(container);
        }
    }

    /** What becomes of it now: its policy decides, unless somebody wanted the end. */
    private static ContainerState next(Container container, Instant startedAt, ExitRecord record) {
        boolean oomKilled = record.oomKilled() || container.oomSeen();
        Container.Lives lives = container.lives();
        if (!lives.stoppedByHand() && RestartRule.applies(container, record.exitCode())) {
            container.note(new Container.Lives(lives.restarts() + 1, false));
            return new ContainerState.Restarting(record.exitCode(), oomKilled, startedAt, record.finishedAt());
        }
        return new ContainerState.Exited(record.exitCode(), oomKilled, "", startedAt, record.finishedAt());
    }

    /** Whatever fails here, the container has ended, and those who wait for that must be told. */
    private void tidyUp(Container container, Shim shim) {
        try {
            if (shim != null) {
                shim.close();
            }
            runtime.delete(container.id());
            catalogue.saveState(container, Durability.RELAXED);
        } catch (EngineException e) {
            LOG.error("after the end of container {}: {}", container.id(), e.getMessage(), e);
        }
    }
}
