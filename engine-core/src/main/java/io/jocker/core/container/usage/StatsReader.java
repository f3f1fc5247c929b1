package io.jocker.core.container.usage;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** {@code stats}: what a container uses at this moment. */
public final class StatsReader {
    private final Clock clock;

    /** Times come from {@code clock}. */
    public StatsReader(Clock clock) {
        this.clock = clock;
    }

    /** Looks once; empty if the container does not run. */
    public Optional<ContainerStats> read(Container container) {
        if (!(container.state() instanceof ContainerState.Live live)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContainerStats.of(live.process().pid(), clock.instant()));
        } catch (IOException e) {
            if (!container.isRunning()) {
                return Optional.empty();
            }
            throw EngineException.internal("cannot read the counters of container " + container.id() + ": "
                    + e.getMessage(), e);
        }
    }
}
