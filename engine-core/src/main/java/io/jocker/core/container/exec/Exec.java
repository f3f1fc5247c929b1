package io.jocker.core.container.exec;

import io.jocker.core.api.exec.ExecConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** One exec of a container. Whoever changes it holds {@link #lock}. */
public final class Exec {
    private final Spec spec;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ExecState.Ended> end = new CompletableFuture<>();
    private volatile ExecState state;

    /**
     * What was asked for.
     *
     * @param probe whether it is a probe of a health check, which no one else may start and nobody writes down
     */
    public record Spec(String id, String container, ExecConfig config, boolean probe) {
    }

    Exec(Spec spec, ExecState state) {
        this.spec = spec;
        this.state = state;
        if (state instanceof ExecState.Ended ended) {
            end.complete(ended);
        }
    }

    /** What was asked for. */
    public Spec spec() {
        return spec;
    }

    /** What has become of it. */
    public ExecState state() {
        return state;
    }

    /** Completed when it has ended. */
    public CompletableFuture<ExecState.Ended> end() {
        return end;
    }

    ReentrantLock lock() {
        return lock;
    }

    void enter(ExecState next) {
        state = next;
        if (next instanceof ExecState.Ended ended) {
            end.complete(ended);
        }
    }
}
