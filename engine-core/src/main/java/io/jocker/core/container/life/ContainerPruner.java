package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.usage.ContainerSizes;
import io.jocker.core.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code prune}: removes all containers that do not run. */
public final class ContainerPruner {
    private final ContainerCatalogue catalogue;
    private final ContainerRemover remover;
    private final ContainerSizes sizes;
    private final EventLog events;

    /**
     * What was removed.
     *
     * @param bytes what the writable layers held
     */
    public record Pruned(List<String> ids, long bytes) {
    }

    /** Removes with {@code remover}. */
    public ContainerPruner(ContainerCatalogue catalogue, ContainerRemover remover, ContainerSizes sizes,
            EventLog events) {
        this.catalogue = catalogue;
        this.remover = remover;
        this.sizes = sizes;
        this.events = events;
    }

    /** Removes those that do not run and that {@code wanted} names; one that is started meanwhile stays. */
    public Pruned prune(Predicate<Container> wanted) {
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        for (Container container : catalogue.all()) {
            if (!container.isActive() && wanted.test(container)) {
                long size = sizes.writable(container);
                if (removed(container)) {
                    removed.add(container.id());
                    bytes += size;
                }
            }
        }
        events.publish("container", "prune", "", Map.of("reclaimed", String.valueOf(bytes)));
        return new Pruned(removed, bytes);
    }

    private boolean removed(Container container) {
        try {
            remover.remove(container, false, false);
            return true;
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.CONFLICT || e.kind() == ErrorKind.NOT_FOUND) {
                // Somebody started or removed it in this moment.
                return false;
            }
            throw e;
        }
    }
}
