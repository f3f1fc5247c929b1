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

    /** Runs; pid and start time (clock ticks since boot) name its first process for good. */
    record Running(int pid, long startTime, Instant startedAt) implements ContainerState {
        @Override
        public String status() {
            return "running";
        }

        @Override
        public int exitCode() {
            return 0;
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
