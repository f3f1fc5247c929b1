package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;

/** {@code restart}: stop if it runs, then start. */
public final class ContainerRestarter {
    private final ContainerStopper stopper;
    private final ContainerStarter starter;
    private final ContainerEvents events;

    /** Composed of the two. */
    public ContainerRestarter(ContainerStopper stopper, ContainerStarter starter, ContainerEvents events) {
        this.stopper = stopper;
        this.starter = starter;
        this.events = events;
    }

    /** Restarts; the parameters are {@link ContainerStopper#stop}'s. */
    public void restart(Container container, String signal, Integer seconds) {
        try {
            stopper.stop(container, signal, seconds);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_MODIFIED) {
                throw e;
            }
        }
        starter.start(container);
        events.publish(container, "restart");
    }
}
