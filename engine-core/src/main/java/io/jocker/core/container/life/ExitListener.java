package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerState;
import io.jocker.core.runtime.ExitRecord;
import io.jocker.core.runtime.Shim;
import io.jocker.core.runtime.ShimEvents;
import io.jocker.core.runtime.ShimRuntime;
import io.jocker.core.store.Durability;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from the end of a container: state, waiters, event, and removal if it asked for that. */
public final class ExitListener {
    private static final Logger LOG = LoggerFactory.getLogger(ExitListener.class);
    /** What Docker reports when nobody knows how a process ended: as if it had been killed. */
    private static final int UNKNOWN_EXIT = 137;

    private final ContainerCatalogue catalogue;
    private final ContainerFiles files;
    private final ShimRuntime runtime;
    private final ContainerRemover remover;
    private final ContainerEvents events;
    private final OrphanKiller orphans;
    private final Clock clock;

    /** All that an end needs. */
    public ExitListener(ContainerCatalogue catalogue, ContainerFiles files, ShimRuntime runtime,
            ContainerRemover remover, ContainerEvents events, OrphanKiller orphans, Clock clock) {
        this.catalogue = catalogue;
        this.files = files;
        this.runtime = runtime;
        this.remover = remover;
        this.events = events;
        this.orphans = orphans;
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
            public void lost() {
                shimLost(container);
            }
        };
    }

    /** The shim is gone: its record tells the end, and without one the process is ended here. */
    void shimLost(Container container) {
        ExitRecord record = runtime.exitRecord(files.exitRecord(container.id())).orElse(null);
        if (container.state() instanceof ContainerState.Running running) {
            // Also with a record: the shim may have been killed after it wrote that and before it cleaned up.
            orphans.end(container, running);
            if (record == null) {
                LOG.warn("the shim of container {} was killed; its process {} was ended", container.id(),
                        running.pid());
                record = new ExitRecord(UNKNOWN_EXIT, 9, false, running.pid(), running.startTime(),
                        running.startedAt(), clock.instant());
            }
        }
        if (record != null) {
            ended(container, record);
        }
    }

    /** Takes an exit into account, once however often it is told. */
    void ended(Container container, ExitRecord record) {
        ContainerState.Exited exited;
        java.util.List<CompletableFuture<ContainerState>> waiters;
        // A shim may tell the exit before the starter has noted the start: the lock puts them in order.
        container.lock().lock();
        try {
            if (!(container.state() instanceof ContainerState.Running running)) {
                return;
            }
            exited = new ContainerState.Exited(record.exitCode(), record.oomKilled() || container.oomSeen(), "",
                    running.startedAt(), record.finishedAt());
            Shim shim = container.settle(exited);
            waiters = container.takeStopWaiters();
            tidyUp(container, shim);
            events.publish(container, "die", Map.of("exitCode", String.valueOf(exited.exitCode())));
        } finally {
            container.lock().unlock();
        }
        waiters.forEach(w -> w.complete(exited));
        if (container.spec().host().autoRemove()) {
            remover.removeAfterExit(container);
        }
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
