package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.report.WaitResponse;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.WaitCondition;
import io.jocker.core.container.life.ContainerWaiter;
import io.jocker.daemon.handler.ApiCall;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** {@code POST /containers/{name}/wait}. */
public final class WaitHandler {
    private final ContainerCatalogue catalogue;
    private final ContainerWaiter waiter;

    /** Waits with {@code waiter}. */
    public WaitHandler(ContainerCatalogue catalogue, ContainerWaiter waiter) {
        this.catalogue = catalogue;
        this.waiter = waiter;
    }

    /** Answers: the head at once, since a client starts the container only when it has seen it. */
    public void await(ApiCall call) throws IOException {
        Container container = catalogue.find(call.parameter("name"));
        WaitCondition condition = WaitCondition.parse(call.text("condition"));
        CompletableFuture<ContainerState> ended = waiter.await(container, condition);
        OutputStream out = call.exchange().stream(200, "application/json");
        if (!ended.isDone()) {
            call.exchange().onHangup(() -> ended.cancel(false));
        }
        try {
            out.write(call.json().write(new WaitResponse(ended.get().exitCode(), null)));
        } catch (CancellationException e) {
            throw new IOException("the client that waited is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon is stopping", e);
        } catch (ExecutionException e) {
            throw EngineException.internal("waiting failed: " + e.getCause().getMessage(), e);
        }
    }
}
