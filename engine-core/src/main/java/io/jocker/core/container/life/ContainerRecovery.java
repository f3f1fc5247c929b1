package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerState;
import io.jocker.core.runtime.Shim;
import io.jocker.core.runtime.ShimRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
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

    private final ContainerCatalogue catalogue;
    private final ContainerFiles files;
    private final ShimRuntime runtime;
    private final ExitListener exits;
    private final ContainerRemover remover;
    private final TreeRemover trees;

    /** All that recovery needs. */
    public ContainerRecovery(ContainerCatalogue catalogue, ContainerFiles files, ShimRuntime runtime,
            ExitListener exits, ContainerRemover remover, TreeRemover trees) {
        this.catalogue = catalogue;
        this.files = files;
        this.runtime = runtime;
        this.exits = exits;
        this.remover = remover;
        this.trees = trees;
    }

    /** Brings the catalogue in line with what really runs. */
    public void recover(ExecutorService executor) {
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (Container container : catalogue.all()) {
            tasks.add(CompletableFuture.runAsync(() -> recover(container), executor));
        }
        CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).join();
        sweep();
    }

    private void recover(Container container) {
        if (container.isRunning()) {
            adopt(container);
        } else if (container.state() instanceof ContainerState.Exited && container.spec().host().autoRemove()) {
            remover.removeAfterExit(container);
        } else if (container.state() instanceof ContainerState.Removing) {
            remover.resume(container);
        } else {
            endUnnoted(container);
        }
    }

    private void adopt(Container container) {
        Optional<Shim> shim = runtime.adopt(container.id());
        if (shim.isEmpty()) {
            exits.shimLost(container);
        } else if (shim.get().status().exit() != null) {
            container.run(shim.get(), (ContainerState.Running) container.state());
            exits.ended(container, shim.get().status().exit());
        } else {
            LOG.debug("adopted container {}", container.id());
            container.run(shim.get(), (ContainerState.Running) container.state());
            shim.get().listen(exits.of(container));
        }
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
            container.run(shim, new ContainerState.Running(status.pid(), status.startTime(), startedAt));
            if (status.exit() != null) {
                exits.ended(container, status.exit());
            } else {
                catalogue.saveState(container, io.jocker.core.store.Durability.RELAXED);
                shim.listen(exits.of(container));
            }
        } else {
            shim.delete(true);
            shim.close();
            runtime.delete(container.id());
        }
    }

    /** Removes folders that no container of the database owns. */
    private void sweep() {
        Set<String> known = catalogue.all().stream().map(Container::id).collect(Collectors.toSet());
        if (!Files.isDirectory(files.root())) {
            return;
        }
        try (Stream<java.nio.file.Path> folders = Files.list(files.root())) {
            folders.filter(f -> !known.contains(f.getFileName().toString())).toList().forEach(trees::remove);
        } catch (IOException e) {
            throw EngineException.internal("cannot list " + files.root() + ": " + e.getMessage(), e);
        }
        runtime.directories().stream().filter(id -> !known.contains(id)).forEach(this::endUnknown);
    }

    private void endUnknown(String id) {
        runtime.adopt(id).ifPresent(shim -> {
            shim.delete(true);
            shim.close();
        });
        runtime.delete(id);
    }
}
