package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.logging.LogPlan;
import io.jocker.core.log.LogReader;
import io.jocker.core.log.LogQuery;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.handler.QueryTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code GET /containers/{name}/logs}. */
public final class LogsHandler {
    private final ContainerCatalogue catalogue;
    private final LogPlan logs;

    /** Reads what {@code logs} names. */
    public LogsHandler(ContainerCatalogue catalogue, LogPlan logs) {
        this.catalogue = catalogue;
        this.logs = logs;
    }

    /** Answers. */
    public void logs(ApiCall call) throws IOException {
        Container container = catalogue.find(call.parameter("name"));
        LogQuery query = new LogQuery(call.flag("stdout"), call.flag("stderr"), QueryTime.of(call, "since"),
                QueryTime.of(call, "until"), tail(call.text("tail")));
        if (!query.stdout() && !query.stderr()) {
            throw EngineException.invalid("Bad parameters: you must choose at least one stream");
        }
        Path file = logs.file(container.spec());
        if (file == null) {
            throw new EngineException(ErrorKind.NOT_IMPLEMENTED,
                    "configured logging driver does not support reading");
        }
        boolean tty = container.spec().config().tty();
        LogFormat format = new LogFormat(call.exchange().stream(200, StreamType.of(call.version(), tty)), tty,
                call.flag("timestamps"),
                call.flag("details"));
        LogReader reader = new LogReader(file, LogPlan.format(container.spec()), query, format);
        if (!call.flag("follow")) {
            reader.read();
            return;
        }
        AtomicBoolean gone = new AtomicBoolean();
        call.exchange().onHangup(() -> gone.set(true));
        reader.follow(container::isRunning, () -> gone.get() || past(query.until()));
    }

    private static boolean past(Instant until) {
        return until != null && Instant.now().isAfter(until);
    }

    private static long tail(String text) {
        if (text == null || text.equals("all") || !text.matches("\\d{1,18}")) {
            return -1;
        }
        return Long.parseLong(text);
    }
}
