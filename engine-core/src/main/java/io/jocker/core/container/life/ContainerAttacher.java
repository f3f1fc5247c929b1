package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.container.AttachRequest;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.PendingAttach;
import io.jocker.core.runtime.ShimStreams;
import java.util.concurrent.CompletableFuture;

/** {@code attach}: to a container that runs, or to one that will. */
public final class ContainerAttacher {
    private final ContainerEvents events;

    /** Events go to {@code events}. */
    public ContainerAttacher(ContainerEvents events) {
        this.events = events;
    }

    /** The streams: at once if the container runs, otherwise before its program starts. */
    public CompletableFuture<ShimStreams> attach(Container container, AttachRequest request) {
        CompletableFuture<ShimStreams> streams = new CompletableFuture<>();
        container.lock().lock();
        try {
            if (container.state() instanceof ContainerState.Removing) {
                throw EngineException.conflict("container " + container.name() + " is being removed");
            }
            if (container.isRunning()) {
                streams.complete(container.shim().attach(request.stdin() && container.spec().config().openStdin(),
                        request.stdout(), request.stderr(), container.spec().config().tty()));
            } else {
                boolean stdin = request.stdin() && container.spec().config().openStdin();
                container.pendingAttaches().removeIf(p -> p.streams().isDone());
                container.pendingAttaches().add(new PendingAttach(
                        new AttachRequest(stdin, request.stdout(), request.stderr()), streams));
            }
        } finally {
            container.lock().unlock();
        }
        events.publish(container, "attach");
        return streams;
    }

    /** Tells that a client detached with its keys. */
    public void detached(Container container) {
        events.publish(container, "detach");
    }
}
