package io.jocker.daemon.handler.container;

import io.jocker.core.container.AttachRequest;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.logging.LogPlan;
import io.jocker.core.container.life.ContainerAttacher;
import io.jocker.core.log.LogReader;
import io.jocker.core.log.LogQuery;
import io.jocker.core.runtime.ShimStreams;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.http.Hijack;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** {@code POST /containers/{name}/attach}: the client's connection becomes the container's streams. */
public final class AttachHandler {
    private final ContainerCatalogue catalogue;
    private final ContainerAttacher attacher;
    private final LogPlan logs;
    private final ExecutorService workers;

    /** Input is pumped on {@code workers}. */
    public AttachHandler(ContainerCatalogue catalogue, ContainerAttacher attacher, LogPlan logs,
            ExecutorService workers) {
        this.catalogue = catalogue;
        this.attacher = attacher;
        this.logs = logs;
        this.workers = workers;
    }

    /** Answers. */
    public void attach(ApiCall call) throws IOException {
        Container container = catalogue.find(call.parameter("name"));
        boolean tty = container.spec().config().tty();
        DetachKeys given = DetachKeys.parse(call.text("detachKeys"));
        DetachKeys keys = tty ? given : DetachKeys.NONE;
        boolean stream = call.flag("stream");
        AttachRequest request = new AttachRequest(call.flag("stdin") && stream, call.flag("stdout"),
                call.flag("stderr"));
        CompletableFuture<ShimStreams> pending = stream ? attacher.attach(container, request) : null;
        Hijack hijack = call.exchange().hijack(StreamType.of(call.version(), tty));
        if (call.flag("logs") && container.isRunning() || call.flag("logs") && !stream) {
            replay(container, request, hijack.stream().output(), tty);
        }
        if (pending == null) {
            return;
        }
        call.exchange().onHangup(() -> pending.cancel(false));
        try {
            boolean endsInput = container.spec().config().stdinOnce() && !tty;
            new Conversation(hijack, pending.get(), keys, endsInput, () -> attacher.detached(container))
                    .run(call, request.stdin(), workers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon is stopping", e);
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            throw new IOException("the container was not started, or the client is gone", e);
        }
    }

    private void replay(Container container, AttachRequest request, OutputStream out, boolean tty)
            throws IOException {
        LogQuery query = new LogQuery(request.stdout(), request.stderr(), null, null, -1);
        Path file = logs.file(container.spec());
        if (file != null) {
            new LogReader(file, LogPlan.format(container.spec()), query, new LogFormat(out, tty, false, false)).read();
        }
    }
}
