package io.jocker.core.container.life;


/** Ends a container's first process whose shim is gone. */
@FunctionalInterface
public interface OrphanKiller {
    /** Kills the process if its start time (clock ticks since boot) shows that it still is the one meant. */
    void kill(int pid, long startTime);
}
