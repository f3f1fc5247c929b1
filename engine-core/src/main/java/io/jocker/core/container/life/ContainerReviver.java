package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerState;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts containers again whose restart policy says so: after their end, and when the daemon starts. */
public final class ContainerReviver {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerReviver.class);

    private final ContainerCatalogue catalogue;
    private final ContainerStarter starter;
    private final RestartQueue queue;
    private final Executor workers;

    /** Takes from {@code queue}, and starts on {@code workers}. */
    public ContainerReviver(ContainerCatalogue catalogue, ContainerStarter starter, RestartQueue queue,
            Executor workers) {
        this.catalogue = catalogue;
        this.starter = starter;
        this.queue = queue;
        this.workers = workers;
    }

    /** What a daemon that starts owes its containers; in the order in which they were created. */
    public void reviveAll() {
        catalogue.all().stream().sorted(Comparator.comparing(c -> c.spec().created())).forEach(container -> {
            if (container.state() instanceof ContainerState.Restarting restarting) {
                queue.add(container, restarting);
            } else if (RestartRule.appliesAtBoot(container)) {
                workers.execute(() -> start(container));
            }
        });
    }

    /** Works until the thread is interrupted. */
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                RestartQueue.Entry due = queue.take();
                CompletableFuture.runAsync(() -> restart(due), workers);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void start(Container container) {
        try {
            starter.start(container);
        } catch (EngineException e) {
            LOG.warn("container {} is not started again: {}", container.name(), e.getMessage());
        }
    }

    private void restart(RestartQueue.Entry due) {
        try {
            starter.restart(due.container(), due.state());
        } catch (EngineException e) {
            // There is no use in trying again what cannot be executed; the container says why it has ended.
            LOG.warn("container {} is not restarted any more: {}", due.container().name(), e.getMessage());
        }
    }
}
