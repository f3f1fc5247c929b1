package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.AttachRequest;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.ImageSource;
import io.jocker.core.container.Health;
import io.jocker.core.container.PendingAttach;
import io.jocker.core.container.health.HealthCheck;
import io.jocker.core.container.health.HealthMonitor;
import io.jocker.core.container.mount.MountSpecs;
import io.jocker.core.container.spec.NamespaceJoiner;
import io.jocker.core.container.spec.SpecBuilder;
import io.jocker.core.host.process.Boot;
import io.jocker.core.runtime.Shim;
import io.jocker.core.runtime.ShimException;
import io.jocker.core.runtime.ShimRuntime;
import io.jocker.core.runtime.ShimSpec;
import io.jocker.core.runtime.ShimStatus;
import io.jocker.core.runtime.ShimStreams;
import io.jocker.core.runtime.spec.Spec;
import io.jocker.core.store.Durability;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** {@code start}: from the specification to a program that runs. */
public final class ContainerStarter {
    private static final int NOT_FOUND = 127;
    private static final int NOT_INVOKABLE = 126;
    private static final int FAILED = 128;
    private static final int ENOENT = 2;

    private final ContainerCatalogue catalogue;
    private final ImageSource images;
    private final SpecBuilder specs;
    private final MountSpecs mounts;
    private final NamespaceJoiner joiner;
    private final StartFiles startFiles;
    private final ShimRuntime runtime;
    private final ExitListener exits;
    private final ContainerRemover remover;
    private final ContainerEvents events;
    private final HealthMonitor health;
    private final RestartQueue restarts;
    private final Clock clock;

    /** All that starting needs. */
    public ContainerStarter(ContainerCatalogue catalogue, ImageSource images, SpecBuilder specs, MountSpecs mounts,
            NamespaceJoiner joiner, StartFiles startFiles, ShimRuntime runtime, ExitListener exits,
            ContainerRemover remover, ContainerEvents events, HealthMonitor health,
            RestartQueue restarts, Clock clock) {
        this.catalogue = catalogue;
        this.images = images;
        this.specs = specs;
        this.mounts = mounts;
        this.joiner = joiner;
        this.startFiles = startFiles;
        this.runtime = runtime;
        this.exits = exits;
        this.remover = remover;
        this.events = events;
        this.health = health;
        this.restarts = restarts;
        this.clock = clock;
    }

    /**
     * Starts a container that does not run; whatever was counted and noted of earlier lives is forgotten.
     *
     * @throws EngineException NOT_MODIFIED if it runs already; INVALID or INTERNAL, with the shim's sentence, if
     *                         its program cannot be executed
     */
    public void start(Container container) {
        container.lock().lock();
        try {
            if (container.state() instanceof ContainerState.Paused) {
                throw EngineException.conflict("cannot start a paused container, try unpause instead");
            }
            if (container.isRunning()) {
                throw new EngineException(ErrorKind.NOT_MODIFIED, "container " + container.name() + " runs already");
            }
            if (container.state() instanceof ContainerState.Removing) {
                throw EngineException.conflict("container is marked for removal and cannot be started");
            }
            restarts.forget(container);
            container.note(new Container.Lives(0, false));
            run(container);
        } finally {
            container.lock().unlock();
            removeIfFailed(container);
        }
    }

    /** Starts one that waits for that in this very state; if it is in another by now, that was decided since. */
    void restart(Container container, ContainerState.Restarting waiting) {
        container.lock().lock();
        try {
            if (container.state() == waiting) {
                run(container);
            }
        } finally {
            container.lock().unlock();
        }
    }

    /** A container that was to be removed after its exit is removed after a failed start, too. */
    private void removeIfFailed(Container container) {
        if (container.spec().host().autoRemove() && !container.isActive()) {
            remover.removeAfterExit(container);
        }
    }

    private void run(Container container) {
        ContainerState before = container.state();
        Shim shim = null;
        try {
            ContainerSpec spec = container.spec();
            Spec oci = specs.build(new SpecBuilder.Input(spec.id(), spec.config(), spec.host(), spec.command(),
                    startFiles.rootfs(spec.id()),
                    startFiles.write(spec, joiner.donor(spec.host().networkMode())), mounts.of(spec.mounts()),
                    joiner.join(spec.host())));
            ShimSpec shimSpec = startFiles.shimSpec(container, images.lowerDirectories(spec.chainId()));
            shim = runtime.create(oci, shimSpec);
            connectAttached(container, shim);
            ShimStatus status = shim.status();
            shim.start(exits.of(container));
            container.run(shim, new ContainerState.Running(new ContainerState.Process(status.pid(),
                    status.startTime(), clock.instant(), Boot.id())));
            container.note(HealthCheck.of(spec.config()) == null ? null : Health.FRESH);
            catalogue.saveState(container, Durability.RELAXED);
            health.watch(container);
            // Within the lock, so that the end of a short life is told after its beginning.
            events.publish(container, "start");
        } catch (ShimException e) {
            abandon(container, shim, before, e);
            // What cannot be executed is the request's fault; the rest is ours or the machine's.
            ErrorKind kind = exitCode(e) == FAILED && !e.getMessage().contains("unable to find") ? ErrorKind.INTERNAL
                    : ErrorKind.INVALID;
            throw new EngineException(kind, "failed to create task for container: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            abandon(container, shim, before, e);
            throw e;
        }
    }

    private static void connectAttached(Container container, Shim shim) {
        boolean raw = container.spec().config().tty();
        for (PendingAttach pending : container.takePendingAttaches()) {
            // A client that has gone meanwhile has cancelled what it waited for.
            if (!pending.streams().isDone()) {
                AttachRequest request = pending.request();
                ShimStreams streams = shim.attach(request.stdin(), request.stdout(), request.stderr(), raw);
                if (!pending.streams().complete(streams)) {
                    close(streams);
                }
            }
        }
    }

    private static void close(ShimStreams streams) {
        try {
            streams.close();
        } catch (IOException e) {
            throw EngineException.internal("cannot close the streams of a client that has gone", e);
        }
    }

    private void abandon(Container container, Shim shim, ContainerState before, RuntimeException reason) {
        if (shim != null) {
            try (shim) {
                shim.delete(true);
            } catch (RuntimeException e) {
                // A shim whose container failed may have ended by itself already.
                reason.addSuppressed(e);
            }
        }
        runtime.delete(container.id());
        container.takePendingAttaches().forEach(p -> p.streams().completeExceptionally(reason));
        ContainerState failed = failed(before, reason);
        container.settle(failed);
        catalogue.saveState(container, Durability.RELAXED);
        List.copyOf(container.takeStopWaiters()).forEach(w -> w.complete(failed));
        events.publish(container, "die", Map.of("exitCode", String.valueOf(failed.exitCode())));
    }

    /** One that has run stays one that has ended; the code and the words are the failure's. */
    private static ContainerState failed(ContainerState before, RuntimeException reason) {
        int code = exitCode(reason);
        if (before instanceof ContainerState.Exited exited) {
            return new ContainerState.Exited(code, false, reason.getMessage(), exited.startedAt(),
                    exited.finishedAt());
        }
        if (before instanceof ContainerState.Restarting waiting) {
            return new ContainerState.Exited(code, false, reason.getMessage(), waiting.startedAt(),
                    waiting.finishedAt());
        }
        return new ContainerState.Created(code, reason.getMessage());
    }

    private static int exitCode(RuntimeException reason) {
        if (reason instanceof ShimException refusal && "exec".equals(refusal.operation())) {
            return refusal.errno() == ENOENT ? NOT_FOUND : NOT_INVOKABLE;
        }
        // Other OCI runtimes tell it in words only; the shim says of its own with errno and operation.
        if (reason instanceof ShimException && reason.getMessage().contains("executable file not found")) {
            return NOT_FOUND;
        }
        if (reason instanceof ShimException && reason.getMessage().contains("process: exec: ")) {
            return NOT_INVOKABLE;
        }
        return FAILED;
    }
}
