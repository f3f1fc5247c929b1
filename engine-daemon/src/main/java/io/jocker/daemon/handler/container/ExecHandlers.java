package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.report.IdResponse;
import io.jocker.core.api.exec.ExecConfig;
import io.jocker.core.api.exec.ExecReport;
import io.jocker.core.api.exec.ExecStart;
import io.jocker.core.container.AttachRequest;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.exec.Exec;
import io.jocker.core.container.exec.ExecCatalogue;
import io.jocker.core.container.exec.ExecCreator;
import io.jocker.core.container.exec.ExecResizer;
import io.jocker.core.container.exec.ExecStarter;
import io.jocker.core.container.exec.ExecState;
import io.jocker.core.runtime.ShimStreams;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.http.Hijack;
import io.jocker.daemon.translate.CreateBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The endpoints of exec. */
public final class ExecHandlers {
    private static final long END_SECONDS = 10;
    private static final int STDOUT = 1;

    /** The verbs behind the endpoints. */
    public record Verbs(ExecCreator creator, ExecStarter starter, ExecResizer resizer) {
    }

    private final ContainerCatalogue containers;
    private final ExecCatalogue execs;
    private final Verbs verbs;
    private final ContainerEvents events;
    private final ExecutorService workers;

    /** Input is pumped on {@code workers}. */
    public ExecHandlers(ContainerCatalogue containers, ExecCatalogue execs, Verbs verbs, ContainerEvents events,
            ExecutorService workers) {
        this.containers = containers;
        this.execs = execs;
        this.verbs = verbs;
        this.events = events;
        this.workers = workers;
    }

    private Exec exec(ApiCall call) {
        return execs.find(call.parameter("id"));
    }

    private Container container(Exec exec) {
        return containers.find(exec.spec().container());
    }

    /** {@code POST /containers/{name}/exec}. */
    public void create(ApiCall call) throws IOException {
        Container container = containers.find(call.parameter("name"));
        ExecConfig config = call.json().convert(CreateBody.withWords(call.json().tree(call.exchange().body()), "Cmd"),
                ExecConfig.class);
        if (config.detachKeys() != null && !config.detachKeys().isEmpty()) {
            DetachKeys.parse(config.detachKeys());
        }
        call.respond(201, new IdResponse(verbs.creator().create(container, config).spec().id()));
    }

    /** {@code POST /exec/{id}/start}. */
    public void start(ApiCall call) throws IOException {
        Exec exec = exec(call);
        Container container = container(exec);
        ExecStart options = call.exchange().hasBody() ? call.json().read(call.exchange().body(), ExecStart.class)
                : new ExecStart(false, false, null);
        verbs.starter().check(exec, container);
        ExecConfig config = exec.spec().config();
        List<Integer> size = options.consoleSize();
        boolean wanted = config.attachStdin() || config.attachStdout() || config.attachStderr();
        if (options.detach() || !wanted) {
            verbs.starter().start(exec, container, size, null);
            call.respond(200);
            return;
        }
        Hijack hijack = call.exchange().hijack(StreamType.of(call.version(), config.tty()));
        ShimStreams streams;
        try {
            streams = verbs.starter().start(exec, container, size,
                    new AttachRequest(config.attachStdin(), config.attachStdout(), config.attachStderr()));
        } catch (EngineException e) {
            hijack.stream().output().write(message(e.getMessage() + "\r\n", config.tty()));
            return;
        }
        DetachKeys keys = config.tty() ? DetachKeys.parse(emptyAsNull(config.detachKeys())) : DetachKeys.NONE;
        new Conversation(hijack, streams, keys, !config.tty(),
                () -> events.publish(container, "exec_detach", Map.of("execID", exec.spec().id())))
                .beforeLeave(() -> awaitEnd(exec)).run(call, config.attachStdin(), workers);
    }

    /** A client asks for the exit code as soon as its stream ends: by then it must be known. */
    private static void awaitEnd(Exec exec) {
        try {
            exec.end().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException closedItsStreamsAndRunsOn) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (ExecutionException e) {
            throw EngineException.internal("waiting for an exec failed", e);
        }
    }

    /** What went wrong, in the stream, as the connection has left HTTP. */
    private static byte[] message(String text, boolean raw) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return raw ? bytes : ByteBuffer.allocate(bytes.length + 8).put((byte) STDOUT).put(new byte[3])
                .putInt(bytes.length).put(bytes).array();
    }

    private static String emptyAsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** {@code POST /exec/{id}/resize}. */
    public void resize(ApiCall call) throws IOException {
        Exec exec = exec(call);
        TerminalSize size = TerminalSize.of(call);
        verbs.resizer().resize(exec, container(exec), size.height(), size.width());
        call.respond(200);
    }

    /** {@code GET /exec/{id}/json}. */
    public void inspect(ApiCall call) throws IOException {
        Exec exec = exec(call);
        ExecConfig config = exec.spec().config();
        ExecState state = exec.state();
        Integer code = state instanceof ExecState.Ended ended ? Integer.valueOf(ended.exitCode()) : null;
        int pid = state instanceof ExecState.Running running ? running.pid()
                : state instanceof ExecState.Ended ended ? ended.pid() : 0;
        ExecReport.Program program = new ExecReport.Program(config.tty(), config.cmd().get(0),
                config.cmd().subList(1, config.cmd().size()), config.privileged(),
                config.user() == null ? "" : config.user());
        call.respond(200, new ExecReport(exec.spec().id(), state instanceof ExecState.Running, code, program,
                config.attachStdin(), config.attachStderr(), config.attachStdout(), false, exec.spec().container(),
                config.detachKeys() == null ? "" : config.detachKeys(), pid));
    }
}
