package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.health.HealthMonitor;
import io.jocker.core.host.process.Boot;
import io.jocker.core.runtime.Shim;
import io.jocker.core.runtime.ShimRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new daemon does first: adopt what runs, take into account what ended meanwhile, finish what the daemon
 * before it left half done.
 */
public final class ContainerRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRecovery.class);
    private static final long RETRY_MILLIS = 500;
    private static final long PATIENCE_MILLIS = 500;

    private final ContainerCatalogue catalogue;
    private final ContainerFiles files;
    private final ShimRuntime runtime;
    private final ExitListener exits;
    private final ContainerRemover remover;
    private final HealthMonitor health;
    private final TreeRemover trees;

    /** All that recovery needs. */
    public ContainerRecovery(ContainerCatalogue catalogue, ContainerFiles files, ShimRuntime runtime,
            ExitListener exits, ContainerRemover remover, HealthMonitor health, TreeRemover trees) {
        this.catalogue = catalogue;
        this.files = files;
        this.runtime = runtime;
        this.exits = exits;
        this.remover = remover;
        this.health = health;
        this.trees = trees;
    }

    /**
     * Brings the catalogue in line with what really runs. Returns when all shims have been found or, if some do not
     * answer, after a moment; what is asked of their containers waits for them (see {@link Container#shim}).
     */
    public void recover(ExecutorService executor) {
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (Container container : catalogue.all()) {
            tasks.add(CompletableFuture.runAsync(() -> recoverNowOrLater(container, executor), executor));
        }
        sweep(executor);
        try {
            CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).get(PATIENCE_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the shims of {} containers do not answer yet; they are adopted as soon as they do",
                    tasks.stream().filter(t -> !t.isDone()).count());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EngineException failure ? failure
                    : EngineException.internal("cannot take over what runs: " + e.getCause(), e);
        }
    }

    /** A shim that is stopped keeps neither the daemon from starting nor its container from running on. */
    private void recoverNowOrLater(Container container, ExecutorService executor) {
        try {
            recover(container);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.UNAVAILABLE) {
                throw e;
            }
            LOG.warn("container {} is not adopted yet: {}", container.id(), e.getMessage());
            executor.execute(() -> recoverLater(container));
        }
    }

    private void recoverLater(Container container) {
        boolean again = true;
        while (again) {
            try {
                Thread.sleep(RETRY_MILLIS);
                recover(container);
                again = false;
            } catch (InterruptedException e) {
                // The daemon stops; the next one tries.
                Thread.currentThread().interrupt();
                return;
            } catch (EngineException e) {
                again = e.kind() == ErrorKind.UNAVAILABLE;
                if (!again) {
                    LOG.error("container {} cannot be adopted", container.id(), e);
                }
            }
        }
    }

    private void recover(Container container) {
        if (container.isRunning()) {
            adopt(container);
        } else if (container.state() instanceof ContainerState.Exited && container.spec().host().autoRemove()) {
            remover.removeAfterExit(container);
        } else {
            endUnnoted(container);
        }
    }

    private void adopt(Container container) {
        Optional<Shim> shim = runtime.adopt(container.id());
        if (shim.isEmpty()) {
            exits.shimLost(container);
        } else {
            container.lock().lock();
            try {
                container.run(shim.get(), alive(shim.get(), (ContainerState.Live) container.state()));
            } finally {
                container.lock().unlock();
            }
            if (shim.get().status().exit() != null) {
                exits.ended(container, shim.get().status().exit());
            } else {
                LOG.debug("adopted container {}", container.id());
                shim.get().listen(exits.of(container));
                health.watch(container);
            }
        }
    }

    /** The shim knows better than the database whether its container is paused. */
    private static ContainerState.Live alive(Shim shim, ContainerState.Live noted) {
        return shim.status().status().equals("paused") ? new ContainerState.Paused(noted.process())
                : new ContainerState.Running(noted.process());
    }

    /** A daemon that died between making a shim and noting it leaves one that nobody asked to keep. */
    private void endUnnoted(Container container) {
        if (!Files.exists(runtime.directory(container.id()))) {
            return;
        }
        Optional<Shim> shim = runtime.adopt(container.id());
        if (shim.isPresent()) {
            noteOrEnd(container, shim.get());
        } else {
            runtime.delete(container.id());
        }
    }

    private void noteOrEnd(Container container, Shim shim) {
        var status = shim.status();
        if (status.status().equals("running") || status.exit() != null) {
            // It was started, and whoever asked for that may have been told so.
            var startedAt = status.exit() != null ? status.exit().startedAt() : java.time.Instant.now();
            container.run(shim, new ContainerState.Running(new ContainerState.Process(status.pid(),
                    status.startTime(), startedAt, Boot.id())));
            if (status.exit() != null) {
                exits.ended(container, status.exit());
            } else {
                catalogue.saveState(container, io.jocker.core.store.Durability.RELAXED);
                shim.listen(exits.of(container));
                health.watch(container);
            }
        } else {
            end(shim);
            runtime.delete(container.id());
        }
    }

    /** Removes folders that no container of the database owns; listed before there can be a new container. */
    private void sweep(ExecutorService executor) {
        Set<String> known = catalogue.all().stream().map(Container::id).collect(Collectors.toSet());
        if (!Files.isDirectory(files.root())) {
            return;
        }
        try (Stream<java.nio.file.Path> folders = Files.list(files.root())) {
            folders.filter(f -> !known.contains(f.getFileName().toString())).toList().forEach(trees::remove);
        } catch (IOException e) {
            throw EngineException.internal("cannot list " + files.root() + ": " + e.getMessage(), e);
        }
        runtime.directories().stream().filter(id -> !known.contains(id))
                .forEach(id -> executor.execute(() -> endUnknown(id)));
    }

    private void endUnknown(String id) {
        try {
            runtime.adopt(id).ifPresent(this::end);
            runtime.delete(id);
        } catch (EngineException e) {
            LOG.warn("the shim of container {}, which nobody knows, is left to the next start: {}", id,
                    e.getMessage());
        }
    }

    private void end(Shim shim) {
        try (shim) {
            shim.delete(true);
        } catch (EngineException e) {
            // One that has ended by itself in this moment is what we want.
            if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
        }
    }
}
