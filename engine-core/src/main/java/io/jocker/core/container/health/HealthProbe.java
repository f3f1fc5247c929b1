package io.jocker.core.container.health;

import io.jocker.core.EngineException;
import io.jocker.core.api.exec.ExecConfig;
import io.jocker.core.container.AttachRequest;
import io.jocker.core.container.Container;
import io.jocker.core.container.Health;
import io.jocker.core.container.Signals;
import io.jocker.core.container.exec.Exec;
import io.jocker.core.container.exec.ExecCreator;
import io.jocker.core.container.exec.ExecStarter;
import io.jocker.core.container.exec.ExecState;
import io.jocker.core.runtime.ShimStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a health check's program once. */
public final class HealthProbe {
    private static final int FAILED = -1;
    private static final int OUTPUT = 4096;
    private static final long END_SECONDS = 5;

    private final ExecCreator creator;
    private final ExecStarter starter;
    private final Clock clock;

    /** Through the same doors as every exec. */
    public HealthProbe(ExecCreator creator, ExecStarter starter, Clock clock) {
        this.creator = creator;
        this.starter = starter;
        this.clock = clock;
    }

    /** One probe; whatever goes wrong is its result. */
    Health.Probe run(Container container, HealthCheck check) throws InterruptedException {
        Instant start = clock.instant();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Exec exec = creator.probe(container, new ExecConfig(null, false, false, null, false, true, true, null, null,
                    null, check.command()));
            // Bare bytes: nobody asks which stream they came from.
            try (ShimStreams streams = starter.start(exec, container, null, new AttachRequest(false, true, true))) {
                if (!collect(streams, output, check.timeout())) {
                    kill(container, exec);
                    return result(start, FAILED, "Health check exceeded timeout ("
                            + seconds(check.timeout()) + ")" + prefixed(text(output)));
                }
            }
            ExecState.Ended ended = exec.end().get(END_SECONDS, TimeUnit.SECONDS);
            return result(start, ended.exitCode(), text(output));
        } catch (EngineException | IOException | ExecutionException | TimeoutException e) {
            return result(start, FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private Health.Probe result(Instant start, int code, String output) {
        return new Health.Probe(start, clock.instant(), code, output);
    }

    private static String prefixed(String output) {
        return output.isEmpty() ? "" : ": " + output;
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** Reads until the program has ended; false if that took too long. */
    private static boolean collect(ShimStreams streams, ByteArrayOutputStream output, Duration timeout)
            throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        InputStream in = streams.output();
        byte[] buffer = new byte[OUTPUT];
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            streams.stream().setTimeout(left);
            int count;
            try {
                count = in.read(buffer);
            } catch (SocketTimeoutException e) {
                return false;
            }
            if (count < 0) {
                return true;
            }
            // What does not fit is read all the same, or the program would wait for a reader.
            output.write(buffer, 0, Math.min(count, Math.max(0, OUTPUT + 1 - output.size())));
        }
    }

    private static String text(ByteArrayOutputStream output) {
        byte[] bytes = output.toByteArray();
        return bytes.length <= OUTPUT ? new String(bytes, StandardCharsets.UTF_8)
                : new String(bytes, 0, OUTPUT, StandardCharsets.UTF_8) + "...";
    }

    private static void kill(Container container, Exec exec) {
        container.lock().lock();
        try {
            if (container.shim() != null) {
                container.shim().signal(exec.spec().id(), Signals.SIGKILL);
            }
        } finally {
            container.lock().unlock();
        }
    }
}
