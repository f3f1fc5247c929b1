package io.jocker.core.container.life;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;

/** Does what a container's shim would have done at its end, had it not been killed. */
@FunctionalInterface
public interface OrphanKiller {
    /**
     * Kills the container's first process, if its start time shows that it still is the one meant, and whatever else
     * is in its control groups, and removes these.
     */
    void end(Container container, ContainerState.Process process);
}
