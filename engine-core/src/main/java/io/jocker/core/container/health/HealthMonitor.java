package io.jocker.core.container.health;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.Health;
import io.jocker.core.store.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Probes the containers that have a health check, for as long as they run. */
public final class HealthMonitor {
    private final ContainerCatalogue catalogue;
    private final HealthProbe probe;
    private final ContainerEvents events;
    private final ScheduledExecutorService timer;
    private final Executor workers;

    /** Waits on {@code timer}, probes on {@code workers}. */
    public HealthMonitor(ContainerCatalogue catalogue, HealthProbe probe, ContainerEvents events,
            ScheduledExecutorService timer, Executor workers) {
        this.catalogue = catalogue;
        this.probe = probe;
        this.events = events;
        this.timer = timer;
        this.workers = workers;
    }

    /** Begins with a container that runs: one that was just started, or that a daemon before this one has probed. */
    public void watch(Container container) {
        HealthCheck check = HealthCheck.of(container.spec().config());
        if (check != null && container.state() instanceof ContainerState.Live live) {
            schedule(new Watch(container, check, live.process()));
        }
    }

    /** One life of one container. */
    private record Watch(Container container, HealthCheck check, ContainerState.Process process) {
        boolean over() {
            return !(container.state() instanceof ContainerState.Live live) || !live.process().equals(process);
        }

        boolean starting(Instant at) {
            return Duration.between(process.startedAt(), at).compareTo(check.startPeriod()) < 0;
        }

        Duration pause() {
            Health health = container.health();
            boolean untried = health == null || health.status().equals(Health.STARTING);
            return untried && starting(Instant.now()) ? check.startInterval() : check.interval();
        }
    }

    private void schedule(Watch watch) {
        timer.schedule(() -> workers.execute(() -> probe(watch)), watch.pause().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void probe(Watch watch) {
        if (watch.over()) {
            return;
        }
        try {
            if (watch.container().state() instanceof ContainerState.Running) {
                note(watch, probe.run(watch.container(), watch.check()));
            }
            schedule(watch);
        } catch (InterruptedException e) {
            // The daemon stops; the next one goes on probing.
            Thread.currentThread().interrupt();
        }
    }

    private void note(Watch watch, Health.Probe result) {
        Container container = watch.container();
        container.lock().lock();
        try {
            if (watch.over()) {
                return;
            }
            Health before = container.health() == null ? Health.FRESH : container.health();
            Health after = before.after(result, watch.check().retries(), watch.starting(result.start()));
            container.note(after);
            catalogue.saveState(container, Durability.RELAXED);
            if (!after.status().equals(before.status())) {
                events.publish(container, "health_status: " + after.status());
            }
        } finally {
            container.lock().unlock();
        }
    }
}
