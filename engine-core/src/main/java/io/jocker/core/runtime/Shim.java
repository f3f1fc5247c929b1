package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.process.ProcessIdentity;
import io.jocker.core.host.socket.Poller;
import io.jocker.core.host.socket.UnixStream;
import io.jocker.core.runtime.resource.ResourceSpec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import jnr.constants.platform.Errno;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shim of one container that exists. No call waits longer than 2 s for it, and while it is known not to answer
 * (it was stopped, say) calls have little patience: those that queue behind each other would wait 2 s each.
 */
public final class Shim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shim.class);
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long EXEC_TIMEOUT_MILLIS = 10_000;
    private static final long SILENT_MILLIS = 100;

    private final Path directory;
    private final ShimConnection control;
    private final ShimStatus status;
    private final List<ExecExit> early;
    private final Poller poller;
    private final ExecutorService callbacks;
    private final ObjectMapper json;
    private boolean exited;
    private volatile long silentSince;

    /**
     * @param early ends of execs that were told before anybody listened
     */
    Shim(Path directory, ShimConnection control, ShimStatus status, List<ExecExit> early, Poller poller,
            ExecutorService callbacks, ObjectMapper json) {
        this.directory = directory;
        this.control = control;
        this.status = status;
        this.early = early;
        this.poller = poller;
        this.callbacks = callbacks;
        this.json = json;
    }

    /** What the shim said of itself and its container when it was created or adopted. */
    public ShimStatus status() {
        return status;
    }

    /**
     * Executes the container's program, and from now on tells {@code events} what happens to it.
     *
     * @throws ShimException if it cannot be executed
     */
    public void start(ShimEvents events) {
        try {
            control.call(ShimMessage.START, Map.of(), Object.class, events);
        } catch (IOException e) {
            throw unreachable(e);
        }
        listen(events);
    }

    /** Tells {@code events} what happens from now on; for a shim that was adopted. */
    public void listen(ShimEvents events) {
        for (ExecExit exit : early) {
            events.execExited(exit);
            forget(exit.id());
        }
        listenOn(events);
    }

    /** The end of an exec was taken note of: the shim need not keep it. */
    private void forget(String exec) {
        try {
            control.tell(ShimMessage.EXEC_FORGET, Map.of("id", exec));
        } catch (IOException shimHasEnded) {
            LOG.debug("the shim in {} need not forget exec {}", directory, exec);
        }
    }

    private void listenOn(ShimEvents events) {
        try {
            if (control.buffered()) {
                callbacks.execute(() -> readEvent(events));
                return;
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        poller.watch(control.stream().descriptor(), Poller.Interest.READABLE,
                () -> callbacks.execute(() -> readEvent(events)));
    }

    /** Whatever fails in taking note of an event, those that come after it must be heard, too. */
    private void dispatch(ShimConnection.Frame frame, ShimEvents events) throws IOException {
        try {
            control.dispatch(frame, events);
        } catch (EngineException e) {
            LOG.error("an event of the shim in {} was not taken into account", directory, e);
        }
    }

    private void readEvent(ShimEvents events) {
        try {
            ShimConnection.Frame frame = control.receive();
            exited |= frame.type() == ShimMessage.EXIT;
            dispatch(frame, events);
            if (frame.type() == ShimMessage.EXEC_EXIT) {
                forget(control.execOf(frame));
            }
            if (!exited) {
                listenOn(events);
            }
        } catch (EOFException e) {
            events.lost();
        } catch (IOException | IllegalArgumentException e) {
            events.lost();
        }
    }

    /**
     * Sends a signal to the container's first process, or to all of them.
     *
     * @throws EngineException CONFLICT if the process has ended, UNAVAILABLE if the shim does not answer; so with all
     *                         that follows
     */
    public void signal(int signal, boolean all) {
        request(ShimMessage.SIGNAL, Map.of("signal", signal, "all", all));
    }

    /** Freezes all processes of the container; when this returns they stand still. */
    public void pause() {
        request(ShimMessage.PAUSE, Map.of());
    }

    /** Lets them go on. */
    public void resume() {
        request(ShimMessage.RESUME, Map.of());
    }

    /** Changes the limits that are given, while the container runs; INVALID, changing nothing, if one is refused. */
    public void update(ResourceSpec resources) {
        request(ShimMessage.UPDATE, Map.of("resources", resources));
    }

    /** Sets the size of the container's terminal. */
    public void resize(int width, int height) {
        request(ShimMessage.RESIZE, Map.of("process", "", "width", width, "height", height));
    }

    /** Sends a signal to a program that was executed in the container. */
    public void signal(String exec, int signal) {
        request(ShimMessage.SIGNAL, Map.of("process", exec, "signal", signal, "all", false));
    }

    /** Sets the size of the terminal of a program that was executed in the container. */
    public void resize(String exec, int width, int height) {
        request(ShimMessage.RESIZE, Map.of("process", exec, "width", width, "height", height));
    }

    /**
     * Executes a program in the container; its end is told as {@link ShimEvents#execExited}.
     *
     * @throws ShimException if it cannot be executed
     */
    public ExecProcess exec(ExecSpec spec) {
        ShimConnection connection = null;
        try {
            connection = connect();
            // Looking up a user and a program in the container's files may take longer than other answers do.
            connection.stream().setTimeout(EXEC_TIMEOUT_MILLIS);
            ExecAnswer answer = connection.call(ShimMessage.EXEC, spec, ExecAnswer.class, new EarlyEvents());
            if (spec.attach() == null) {
                connection.close();
                return new ExecProcess(answer.pid(), answer.startTime(), null);
            }
            connection.stream().setTimeout(0);
            return new ExecProcess(answer.pid(), answer.startTime(), new ShimStreams(connection));
        } catch (IOException e) {
            closeFailed(connection, e);
            throw ending(e);
        } catch (RuntimeException e) {
            closeFailed(connection, e);
            throw e;
        }
    }

    /** What the shim says of a program that it executes. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record ExecAnswer(int pid, long startTime) {
    }

    /** Kills the shim itself: for one that answers no more. Its end is told as {@link ShimEvents#lost}. */
    public void kill() {
        new ProcessIdentity(status.shimPid(), status.shimStartTime()).kill();
    }

    /** Ends the container if it runs ({@code force}), and the shim. */
    public void delete(boolean force) {
        request(ShimMessage.DELETE, Map.of("force", force));
    }

    /**
     * Opens a connection that carries the container's streams.
     *
     * @param raw output as bare bytes rather than as multiplexed frames
     */
    public ShimStreams attach(boolean stdin, boolean stdout, boolean stderr, boolean raw) {
        ShimConnection connection = null;
        try {
            connection = connect();
            call(connection, ShimMessage.ATTACH, Map.of("process", "", "stdin", stdin, "stdout", stdout,
                    "stderr", stderr, "raw", raw));
            connection.stream().setTimeout(0);
            return new ShimStreams(connection);
        } catch (IOException e) {
            closeFailed(connection, e);
            throw ending(e);
        } catch (RuntimeException e) {
            closeFailed(connection, e);
            throw e;
        }
    }

    private static void closeFailed(ShimConnection connection, Exception reason) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private void request(ShimMessage type, Map<String, ?> body) {
        try (ShimConnection connection = connect()) {
            call(connection, type, body);
        } catch (IOException e) {
            throw ending(e);
        }
    }

    private void call(ShimConnection connection, ShimMessage type, Map<String, ?> body) throws IOException {
        long start = System.nanoTime();
        try {
            connection.call(type, body, Object.class, new EarlyEvents());
            silentSince = 0;
        } catch (IOException e) {
            if (millisSince(start) < SILENT_MILLIS) {
                throw e;
            }
            silentSince = System.nanoTime() | 1;
            throw unreachable(e);
        } catch (ShimException e) {
            throw new EngineException(e.errno() == Errno.ESRCH.intValue() ? ErrorKind.CONFLICT : ErrorKind.INVALID,
                    e.getMessage(), e);
        }
    }

    private long patience() {
        long silent = silentSince;
        return silent != 0 && millisSince(silent) < TIMEOUT_MILLIS ? SILENT_MILLIS : TIMEOUT_MILLIS;
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private ShimConnection connect() throws IOException {
        UnixStream stream = UnixStream.connect(directory.resolve("sock"));
        stream.setTimeout(patience());
        return new ShimConnection(stream, json);
    }

    /** Nobody listens any more, or hung up at once: the shim has told the exit, or is about to. */
    private static EngineException ending(IOException e) {
        return new EngineException(ErrorKind.CONFLICT, "the container's process has ended", e);
    }

    private static EngineException unreachable(IOException e) {
        return new EngineException(ErrorKind.UNAVAILABLE, "the container's shim does not answer"
                + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
    }

    /** Forgets the shim; the container runs on. */
    @Override
    public void close() {
        try {
            control.close();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }
}
