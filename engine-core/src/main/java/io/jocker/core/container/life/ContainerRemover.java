package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.ImageSource;
import io.jocker.core.container.Signals;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code rm}: the facts leave the database first, then the bytes go. */
public final class ContainerRemover {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRemover.class);
    private static final long KILL_SECONDS = 10;

    private final ContainerCatalogue catalogue;
    private final ContainerFiles files;
    private final ContainerKiller killer;
    private final ContainerEvents events;
    private final TreeRemover trees;
    private final ImageSource images;

    /** All that removing needs. */
    public ContainerRemover(ContainerCatalogue catalogue, ContainerFiles files, ContainerKiller killer,
            ContainerEvents events, TreeRemover trees, ImageSource images) {
        this.catalogue = catalogue;
        this.files = files;
        this.killer = killer;
        this.events = events;
        this.trees = trees;
        this.images = images;
    }

    /**
     * Removes a container.
     *
     * @param force end it first if it runs
     * @throws EngineException CONFLICT if it runs and {@code force} is false
     */
    public void remove(Container container, boolean force) {
        if (container.isRunning()) {
            if (!force) {
                throw EngineException.conflict("cannot remove container \"" + container.name() + "\": container is "
                        + "running: stop the container before removing or force remove");
            }
            end(container);
        }
        finish(container, false);
    }

    private void end(Container container) {
        CompletableFuture<ContainerState> stopped;
        container.lock().lock();
        try {
            if (!container.isRunning()) {
                return;
            }
            stopped = container.onStop();
            killer.signalUnlessEnded(container, Signals.SIGKILL);
        } finally {
            container.lock().unlock();
        }
        try {
            stopped.get(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.conflict("interrupted while container " + container.id() + " was being killed");
        } catch (java.util.concurrent.ExecutionException e) {
            throw EngineException.internal("cannot kill container " + container.id(), e);
        } catch (TimeoutException e) {
            throw EngineException.internal("container " + container.id() + " does not end although it was killed", e);
        }
    }

    void removeAfterExit(Container container) {
        try {
            finish(container, true);
        } catch (EngineException e) {
            LOG.warn("container {} was not removed after its exit: {}", container.id(), e.getMessage());
        }
    }

    /** Finishes a removal that a daemon before this one began. */
    void resume(Container container) {
        finish(container, true);
    }

    private void finish(Container container, boolean quiet) {
        ContainerState last;
        container.lock().lock();
        try {
            last = container.state();
            if (container.isRunning()) {
                throw EngineException.conflict("cannot remove container \"" + container.name()
                        + "\": it was started again");
            }
            if (last instanceof ContainerState.Removing && !quiet) {
                throw EngineException.conflict("removal of container " + container.name()
                        + " is already in progress");
            }
            container.settle(new ContainerState.Removing(last.exitCode()));
        } finally {
            container.lock().unlock();
        }
        catalogue.remove(container);
        trees.remove(files.directory(container.id()));
        images.released(container.spec().image());
        events.publish(container, "destroy");
        List<CompletableFuture<ContainerState>> waiters;
        container.lock().lock();
        try {
            waiters = new java.util.ArrayList<>(container.takeRemovalWaiters());
            waiters.addAll(container.takeStopWaiters());
            container.takePendingAttaches().forEach(p -> p.streams().completeExceptionally(
                    ContainerCatalogue.gone(container)));
        } finally {
            container.lock().unlock();
        }
        waiters.forEach(w -> w.complete(last));
    }
}
