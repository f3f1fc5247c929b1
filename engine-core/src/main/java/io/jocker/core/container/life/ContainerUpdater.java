package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.api.container.UpdateConfig;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerJson;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.spec.Resources;
import io.jocker.core.container.spec.RestartPolicies;

/** {@code update}: other limits and another restart policy, at once if the container runs. */
public final class ContainerUpdater {
    private final ContainerCatalogue catalogue;
    private final ContainerEvents events;
    private final int processors;
    private final ContainerJson json = new ContainerJson();

    /**
     * @param processors how many the machine has
     */
    public ContainerUpdater(ContainerCatalogue catalogue, ContainerEvents events, int processors) {
        this.catalogue = catalogue;
        this.events = events;
        this.processors = processors;
    }

    /**
     * Changes what is given; all or nothing.
     *
     * @throws EngineException INVALID for limits that contradict each other or those that stay, or that the kernel
     *                         refuses; CONFLICT if it is being removed
     */
    public void update(Container container, UpdateConfig changes) {
        container.lock().lock();
        try {
            if (container.state() instanceof ContainerState.Removing) {
                throw EngineException.conflict("cannot update container " + container.id()
                        + ": container is marked for removal and cannot be \"update\"");
            }
            HostConfig old = container.spec().host();
            checkAgainst(old, changes);
            HostConfig merged = json.merge(old, changes, HostConfig.class);
            Resources.check(merged, processors);
            if (container.isRunning()) {
                applyLive(container, changes);
            }
            ContainerSpec spec = container.spec();
            catalogue.respecify(container, new ContainerSpec(spec.id(), spec.created(), spec.image(), spec.chainId(),
                    spec.config(), merged, spec.path(), spec.args(), spec.mounts()));
        } finally {
            container.lock().unlock();
        }
        events.publish(container, "update");
    }

    private void applyLive(Container container, UpdateConfig changes) {
        HostConfig given = json.merge(json.empty(HostConfig.class), changes, HostConfig.class);
        try {
            container.shim().update(Resources.changes(given));
        } catch (EngineException e) {
            throw new EngineException(e.kind(), "Cannot update container " + container.id() + ": " + e.getMessage(),
                    e);
        }
    }

    private static void checkAgainst(HostConfig old, UpdateConfig changes) {
        RestartPolicies.check(changes.restartPolicy(), false);
        if (changes.restartPolicy() != null && old.autoRemove() && !"no".equals(changes.restartPolicy().name())
                && !"".equals(changes.restartPolicy().name())) {
            throw EngineException.invalid("Restart policy cannot be updated because AutoRemove is enabled for the "
                    + "container");
        }
        if (changes.nanoCpus() > 0 && (old.cpuPeriod() > 0 || old.cpuQuota() > 0)) {
            throw EngineException.invalid("Conflicting options: Nano CPUs cannot be updated as CPU "
                    + (old.cpuPeriod() > 0 ? "Period" : "Quota") + " has already been set");
        }
        if (old.nanoCpus() > 0 && (changes.cpuPeriod() > 0 || changes.cpuQuota() > 0)) {
            throw EngineException.invalid("Conflicting options: CPU " + (changes.cpuPeriod() > 0 ? "Period" : "Quota")
                    + " cannot be updated as NanoCPUs has already been set");
        }
        if (changes.memory() > 0 && changes.memorySwap() == 0 && old.memorySwap() > 0
                && changes.memory() > old.memorySwap()) {
            throw EngineException.invalid("Memory limit should be smaller than already set memoryswap limit, update "
                    + "the memoryswap at the same time");
        }
    }
}
