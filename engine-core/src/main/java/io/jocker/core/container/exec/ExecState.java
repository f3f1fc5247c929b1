package io.jocker.core.container.exec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What became of an exec: exactly one of these. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ExecState.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = ExecState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = ExecState.Ended.class, name = "ended")
})
public sealed interface ExecState {
    /** Created, not started. */
    record Waiting() implements ExecState {
    }

    /** Runs; {@code pid} is the host's. */
    record Running(int pid) implements ExecState {
    }

    /** Has ended, or could not be executed (126, 127). */
    record Ended(int pid, int exitCode, Instant finishedAt) implements ExecState {
    }
}
