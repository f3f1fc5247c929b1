package io.jocker.core.container.exec;

import io.jocker.core.EngineException;
import io.jocker.core.api.exec.ExecConfig;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.reference.ObjectId;
import java.security.SecureRandom;

/** The first half of {@code exec}: what is to be executed, and in which container. */
public final class ExecCreator {
    private final ExecCatalogue catalogue;
    private final ContainerEvents events;
    private final SecureRandom random = new SecureRandom();

    /** New ones go into {@code catalogue}. */
    public ExecCreator(ExecCatalogue catalogue, ContainerEvents events) {
        this.catalogue = catalogue;
        this.events = events;
    }

    /**
     * Notes what is to be executed.
     *
     * @throws EngineException INVALID without a command, CONFLICT if the container does not run
     */
    public Exec create(Container container, ExecConfig config) {
        if (config.cmd() == null || config.cmd().isEmpty()) {
            throw EngineException.invalid("No exec command specified");
        }
        return create(container, config, false);
    }

    /** A probe of the container's health check. */
    public Exec probe(Container container, ExecConfig config) {
        return create(container, config, true);
    }

    private Exec create(Container container, ExecConfig config, boolean probe) {
        requireRunning(container);
        Exec exec = catalogue.add(new Exec.Spec(ObjectId.random(random).toString(), container.id(), config, probe));
        events.publish(container, "exec_create: " + String.join(" ", config.cmd()),
                java.util.Map.of("execID", exec.spec().id()));
        return exec;
    }

    static void requireRunning(Container container) {
        if (container.state() instanceof ContainerState.Paused) {
            throw EngineException.conflict("Container " + container.name()
                    + " is paused, unpause the container before exec");
        }
        if (container.state() instanceof ContainerState.Restarting) {
            throw EngineException.conflict("Container " + container.name()
                    + " is restarting, wait until the container is running");
        }
        if (!container.isRunning()) {
            throw EngineException.conflict("container " + container.id() + " is not running");
        }
    }
}
