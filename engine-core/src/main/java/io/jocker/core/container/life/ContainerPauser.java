package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.store.Durability;

/** {@code pause} and {@code unpause}: freezes all processes of a container, and lets them go on. */
public final class ContainerPauser {
    private final ContainerCatalogue catalogue;
    private final ContainerEvents events;

    /** States go to {@code catalogue}, events to {@code events}. */
    public ContainerPauser(ContainerCatalogue catalogue, ContainerEvents events) {
        this.catalogue = catalogue;
        this.events = events;
    }

    /** Freezes; CONFLICT if it does not run, or is paused already. */
    public void pause(Container container) {
        container.lock().lock();
        try {
            if (container.state() instanceof ContainerState.Restarting) {
                throw EngineException.conflict("Container " + container.id()
                        + " is restarting, wait until the container is running");
            }
            if (container.state() instanceof ContainerState.Paused) {
                throw EngineException.conflict("Container " + container.id() + " is already paused");
            }
            if (!(container.state() instanceof ContainerState.Running running)) {
                throw EngineException.conflict("Container " + container.id() + " is not running");
            }
            container.shim().pause();
            enter(container, new ContainerState.Paused(running.process()), "pause");
        } finally {
            container.lock().unlock();
        }
    }

    /** Lets go on; CONFLICT if it is not paused. */
    public void unpause(Container container) {
        container.lock().lock();
        try {
            if (!(container.state() instanceof ContainerState.Paused paused)) {
                throw EngineException.conflict("Container " + container.id() + " is not paused");
            }
            container.shim().resume();
            enter(container, new ContainerState.Running(paused.process()), "unpause");
        } finally {
            container.lock().unlock();
        }
    }

    private void enter(Container container, ContainerState.Live state, String event) {
        container.enter(state);
        catalogue.saveState(container, Durability.RELAXED);
        events.publish(container, event);
    }
}
