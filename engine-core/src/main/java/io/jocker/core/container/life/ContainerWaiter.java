package io.jocker.core.container.life;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.WaitCondition;
import java.util.concurrent.CompletableFuture;

/** {@code wait}. */
public final class ContainerWaiter {
    /**
     * Registers at once; the future is completed with the state that ends the waiting. A caller that loses
     * interest cancels it.
     */
    public CompletableFuture<ContainerState> await(Container container, WaitCondition condition) {
        container.lock().lock();
        try {
            return switch (condition) {
                case NOT_RUNNING -> container.isRunning() ? container.onStop()
                        : CompletableFuture.completedFuture(container.state());
                case NEXT_EXIT -> container.onStop();
                case REMOVED -> container.onRemoval();
            };
        } finally {
            container.lock().unlock();
        }
    }
}
