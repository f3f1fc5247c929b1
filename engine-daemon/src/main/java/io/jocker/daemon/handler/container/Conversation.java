package io.jocker.daemon.handler.container;

import io.jocker.core.runtime.ShimStreams;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.http.Hijack;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client's connection that has left HTTP, joined with the streams of a process in a container. */
final class Conversation {
    private static final int BUFFER = 64 * 1024;
    private static final long LEAVE_SECONDS = 2;

    private final Hijack hijack;
    private final ShimStreams streams;
    private final DetachKeys keys;
    private final boolean endsInput;
    private final Runnable onDetach;
    private Runnable beforeLeave = () -> { };
    private volatile boolean detached;

    /**
     * @param endsInput whether the end of what the client sends is the end of the process's input
     * @param onDetach  called when the client lets go with its keys
     */
    Conversation(Hijack hijack, ShimStreams streams, DetachKeys keys, boolean endsInput, Runnable onDetach) {
        this.hijack = hijack;
        this.streams = streams;
        this.keys = keys;
        this.endsInput = endsInput;
        this.onDetach = onDetach;
    }

    /** What is to be done before the client is told of the end. */
    Conversation beforeLeave(Runnable task) {
        beforeLeave = task;
        return this;
    }

    /** Until the process has ended and the client knows it, or the client is gone. */
    void run(ApiCall call, boolean stdin, Executor workers) throws IOException {
        CompletableFuture<Void> input = CompletableFuture.completedFuture(null);
        try (streams) {
            call.exchange().onHangup(() -> workers.execute(() -> clientGone(stdin)));
            if (stdin) {
                input = CompletableFuture.runAsync(this::pumpInput, workers);
            }
            StreamCopy.copy(streams, hijack.stream());
        }
        if (!detached) {
            takeLeave(input);
        }
    }

    /**
     * Ends the client's output and reads past what it still sends: a connection that is closed with unread input
     * looks broken to the client, who then never asks for the exit code. Not for ever.
     */
    private void takeLeave(CompletableFuture<Void> input) {
        beforeLeave.run();
        hijack.stream().shutdownOutput();
        try {
            input.get(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException clientKeepsItsInputOpen) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading a client's input failed", e);
        }
    }

    private void pumpInput() {
        try {
            detached = copyInput();
            if (detached) {
                onDetach.run();
                // Ends the copying of output, and with it the exchange, which closes the client's connection.
                streams.close();
                return;
            }
            endInput();
        } catch (IOException containerOrClientIsGone) {
            closeQuietly();
            drain();
        }
    }

    private void drain() {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = hijack.input()) {
            while (in.read(buffer, 0, buffer.length) >= 0) {
                // Nobody reads it any more.
                continue;
            }
        } catch (IOException clientIsGone) {
            return;
        }
    }

    private void endInput() throws IOException {
        if (endsInput) {
            streams.endInput();
        }
    }

    private void clientGone(boolean stdin) {
        try (streams) {
            if (stdin) {
                endInput();
            }
        } catch (IOException containerIsGoneToo) {
            closeQuietly();
        }
    }

    /** Until the end of input or the detach keys; true for the latter. */
    private boolean copyInput() throws IOException {
        InputStream in = hijack.input();
        byte[] buffer = new byte[BUFFER];
        DetachKeys.Scanner scanner = keys.scanner();
        while (true) {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return false;
            }
            byte[] passed = scanner.scan(buffer, count);
            streams.write(passed, 0, passed.length);
            if (scanner.detached()) {
                return true;
            }
        }
    }

    private void closeQuietly() {
        try {
            streams.close();
        } catch (IOException alreadyClosed) {
            // Whoever reads from it sees its end either way.
            return;
        }
    }
}
