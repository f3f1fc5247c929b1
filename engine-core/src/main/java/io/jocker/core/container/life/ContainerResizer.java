package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import java.util.Map;

/** {@code resize}: the size of a container's terminal, in characters. */
public final class ContainerResizer {
    private final ContainerEvents events;

    /** Events go to {@code events}. */
    public ContainerResizer(ContainerEvents events) {
        this.events = events;
    }

    /** Sets the size; CONFLICT if the container does not run. */
    public void resize(Container container, int height, int width) {
        container.lock().lock();
        try {
            if (container.shim() == null) {
                throw EngineException.conflict("container " + container.id() + " is not running");
            }
            container.shim().resize(width, height);
        } finally {
            container.lock().unlock();
        }
        events.publish(container, "resize", Map.of("height", String.valueOf(height),
                "width", String.valueOf(width)));
    }
}
