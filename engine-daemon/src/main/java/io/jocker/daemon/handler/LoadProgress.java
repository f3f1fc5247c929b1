package io.jocker.daemon.handler;

import io.jocker.core.EngineException;
import io.jocker.core.api.image.Progress;
import io.jocker.core.api.image.ProgressDetail;
import io.jocker.core.api.image.ProgressError;
import io.jocker.core.image.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A progress stream. It begins with its first message: until then a failure still has its own status, afterwards
 * it is a message of the stream, as Docker's clients expect it.
 */
final class LoadProgress implements ProgressListener {
    private static final int SHORT_ID = 12;

    private final ApiCall call;
    private final boolean quiet;
    private OutputStream out;

    LoadProgress(ApiCall call, boolean quiet) {
        this.call = call;
        this.quiet = quiet;
    }

    /** Does the work; its failure is thrown on, or told within the stream if that has begun. */
    void guard(Runnable work) {
        try {
            work.run();
        } catch (EngineException e) {
            if (out == null) {
                throw e;
            }
            send(new Progress(null, null, null, null, new ProgressError(0, e.getMessage()), e.getMessage(), null));
        }
    }

    @Override
    public void message(String text) {
        send(new Progress(text + "\n", null, null, null, null, null, null));
    }

    void status(String text) {
        send(new Progress(null, text, null, null, null, null, null));
    }

    @Override
    public void progress(String id, String status, long current, long total) {
        if (!quiet) {
            String shortId = id.substring(id.indexOf(':') + 1);
            send(new Progress(null, status, shortId.substring(0, Math.min(SHORT_ID, shortId.length())),
                    new ProgressDetail(current, total), null, null, null));
        }
    }

    private synchronized void send(Progress progress) {
        try {
            if (out == null) {
                out = call.exchange().stream(200, "application/json");
            }
            byte[] line = call.json().write(progress);
            byte[] withNewline = Arrays.copyOf(line, line.length + 2);
            withNewline[line.length] = '\r';
            withNewline[line.length + 1] = '\n';
            out.write(withNewline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
