package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerMount;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.ImageSource;
import io.jocker.core.container.Signals;
import io.jocker.core.container.exec.ExecCatalogue;
import io.jocker.core.volume.VolumeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
    private final ExecCatalogue execs;
    private final VolumeStore volumes;

    /** All that removing needs. */
    public ContainerRemover(ContainerCatalogue catalogue, ContainerFiles files, ContainerKiller killer,
            ContainerEvents events, TreeRemover trees, ImageSource images, ExecCatalogue execs,
            VolumeStore volumes) {
        this.catalogue = catalogue;
        this.files = files;
        this.killer = killer;
        this.events = events;
        this.trees = trees;
        this.images = images;
        this.execs = execs;
        this.volumes = volumes;
    }

    /**
     * Removes a container.
     *
     * @param force   end it first if it runs
     * @param volumes remove its anonymous volumes, too
     * @throws EngineException CONFLICT if it runs and {@code force} is false
     */
    public void remove(Container container, boolean force, boolean volumes) {
        if (container.isActive()) {
            if (!force) {
                throw EngineException.conflict("cannot remove container \"" + container.name() + "\": container is "
                        + advice(container.state()));
            }
            end(container);
        }
        ContainerState last = claim(container);
        if (last != null) {
            finish(container, last, volumes);
        } else if (force) {
            awaitOtherRemover(container);
        } else {
            throw EngineException.conflict("removal of container " + container.name() + " is already in progress");
        }
    }

    private static String advice(ContainerState state) {
        return state instanceof ContainerState.Paused ? "paused and must be unpaused first"
                : state.status() + ": stop the container before removing or force remove";
    }

    /** A container that was to be removed after its exit may be on its way already: its removal is ours, too. */
    private void awaitOtherRemover(Container container) {
        CompletableFuture<ContainerState> removed;
        container.lock().lock();
        try {
            removed = container.onRemoval();
        } finally {
            container.lock().unlock();
        }
        if (catalogue.contains(container)) {
            await(container, removed, "is not removed in time");
        }
    }

    private void end(Container container) {
        CompletableFuture<ContainerState> stopped;
        container.lock().lock();
        try {
            if (killer.cancelRestart(container) || !container.isRunning()) {
                return;
            }
            stopped = container.onStop();
            killUnlessEnded(container);
        } finally {
            container.lock().unlock();
        }
        await(container, stopped, "does not end although it was killed");
    }

    private void killUnlessEnded(Container container) {
        try {
            killer.signal(container, Signals.SIGKILL);
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE && container.isAdopted()) {
                // A shim that answers no more goes, and the container with it: it is to be removed anyway.
                container.shim().kill();
            } else if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
            // Otherwise it has ended by itself, and the news is on its way: the caller waits for that next.
        }
    }

    private static void await(Container container, CompletableFuture<ContainerState> future, String otherwise) {
        try {
            future.get(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.conflict("interrupted while container " + container.id() + " was being removed");
        } catch (ExecutionException e) {
            throw EngineException.internal("cannot remove container " + container.id(), e);
        } catch (TimeoutException e) {
            throw EngineException.internal("container " + container.id() + " " + otherwise, e);
        }
    }

    /** Removes a container that asked for that when it ended, unless somebody does so already. */
    void removeAfterExit(Container container) {
        try {
            ContainerState last = claim(container);
            if (last != null) {
                finish(container, last, true);
            }
        } catch (EngineException e) {
            LOG.warn("container {} was not removed after its exit: {}", container.id(), e.getMessage());
        }
    }

    /** Makes the caller the one remover; the state before, or null if there is a remover already. */
    private ContainerState claim(Container container) {
        container.lock().lock();
        try {
            ContainerState last = container.state();
            if (container.isActive()) {
                throw EngineException.conflict("cannot remove container \"" + container.name()
                        + "\": it was started again");
            }
            if (last instanceof ContainerState.Removing) {
                return null;
            }
            container.settle(new ContainerState.Removing(last.exitCode()));
            return last;
        } finally {
            container.lock().unlock();
        }
    }

    private void finish(Container container, ContainerState last, boolean withVolumes) {
        try {
            catalogue.remove(container);
        } catch (EngineException e) {
            // The facts are still there, and so is the container.
            container.lock().lock();
            try {
                container.settle(last);
            } finally {
                container.lock().unlock();
            }
            throw e;
        }
        try {
            trees.remove(files.directory(container.id()));
            images.released(container.spec().image());
        } catch (EngineException e) {
            LOG.warn("files of container {} are left until the next start: {}", container.id(), e.getMessage());
        }
        if (withVolumes) {
            removeVolumes(container);
        }
        execs.forget(container.id());
        events.publish(container, "destroy");
        tellWaiters(container, last);
    }

    /** Those that were made for it alone; one that another container uses by now stays. */
    private void removeVolumes(Container container) {
        for (ContainerMount mount : container.spec().mounts()) {
            try {
                if (mount.type() == ContainerMount.Type.VOLUME && volumes.find(mount.name()).anonymous()) {
                    volumes.remove(mount.name(), true);
                }
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.CONFLICT && e.kind() != ErrorKind.NOT_FOUND) {
                    LOG.warn("volume {} of container {} is left: {}", mount.name(), container.id(), e.getMessage());
                }
            }
        }
    }

    private static void tellWaiters(Container container, ContainerState last) {
        List<CompletableFuture<ContainerState>> waiters;
        container.lock().lock();
        try {
            waiters = new ArrayList<>(container.takeRemovalWaiters());
            waiters.addAll(container.takeStopWaiters());
            container.takePendingAttaches().forEach(p -> p.streams().completeExceptionally(
                    ContainerCatalogue.gone(container)));
        } finally {
            container.lock().unlock();
        }
        waiters.forEach(w -> w.complete(last));
    }
}
