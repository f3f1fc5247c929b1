package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerName;
import io.jocker.core.container.ContainerState;
import java.util.Map;

/** {@code rename}. */
public final class ContainerRenamer {
    private final ContainerCatalogue catalogue;
    private final ContainerEvents events;

    /** Names are in {@code catalogue}. */
    public ContainerRenamer(ContainerCatalogue catalogue, ContainerEvents events) {
        this.catalogue = catalogue;
        this.events = events;
    }

    /**
     * Gives a container another name, at once and for good.
     *
     * @throws EngineException INVALID for a bad name or the one it has, CONFLICT for one in use
     */
    public void rename(Container container, String newName) {
        if (newName == null || newName.isEmpty()) {
            throw EngineException.invalid("Neither old nor new names may be empty");
        }
        String name = ContainerName.check(newName);
        container.lock().lock();
        try {
            String old = container.name();
            if (old.equals(name)) {
                throw EngineException.invalid("Renaming a container with the same name as its current name");
            }
            if (container.state() instanceof ContainerState.Removing) {
                throw EngineException.conflict("container " + old + " is being removed");
            }
            catalogue.rename(container, name);
            events.publish(container, "rename", Map.of("oldName", "/" + old));
        } finally {
            container.lock().unlock();
        }
    }
}
