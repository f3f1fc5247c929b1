package io.jocker.core.container;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * The state of a container: exactly one of these, so that no contradiction can be written down. Persisted as
 * JSON with its name beside it; holds no live handles.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ContainerState.Created.class, name = "created"),
    @JsonSubTypes.Type(value = ContainerState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = ContainerState.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = ContainerState.Restarting.class, name = "restarting"),
    @JsonSubTypes.Type(value = ContainerState.Exited.class, name = "exited"),
    @JsonSubTypes.Type(value = ContainerState.Removing.class, name = "removing")
})
public sealed interface ContainerState {
    /** Docker's word for the state. */
    String status();

    /** The exit code that Docker's inspect shows in this state. */
    int exitCode();

    /** Never ran; after a start that failed, with the reason and the code that Docker gives it. */
    record Created(int exitCode, String error) implements ContainerState {
        /** A container that nobody has tried to start. */
        public static final Created FRESH = new Created(0, "");

        @Override
        public String status() {
            return "created";
        }
    }

    /** Has a process: it runs or is paused. */
    sealed interface Live extends ContainerState permits Running, Paused {
        /** What names its first process. */
        Process process();

        @Override
        default int exitCode() {
            return 0;
        }
    }

    /**
     * A container's first process; pid and start time name it for as long as the machine runs.
     *
     * @param startTime clock ticks since boot
     * @param bootId    the boot in which it was started: in another one it exists no more
     */
    record Process(int pid, long startTime, Instant startedAt, String bootId) {
    }

    /** Runs. */
    record Running(Process process) implements Live {
        @Override
        public String status() {
            return "running";
        }
    }

    /** Is there, and frozen. */
    record Paused(Process process) implements Live {
        @Override
        public String status() {
            return "paused";
        }
    }

    /** Ended, and will be started again by its restart policy when some time has passed. */
    record Restarting(int exitCode, boolean oomKilled, Instant startedAt, Instant finishedAt)
            implements ContainerState {
        @Override
        public String status() {
            return "restarting";
        }
    }

    /** Ran and ended. */
    record Exited(int exitCode, boolean oomKilled, String error, Instant startedAt, Instant finishedAt)
            implements ContainerState {
        @Override
        public String status() {
            return "exited";
        }
    }

    /** Is being removed. Never written down: a daemon that dies meanwhile leaves it removed, or not begun. */
    record Removing(int exitCode) implements ContainerState {
        @Override
        public String status() {
            return "removing";
        }
    }
}
