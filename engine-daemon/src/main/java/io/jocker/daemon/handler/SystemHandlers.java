package io.jocker.daemon.handler;

import io.jocker.core.api.system.EventReport;
import io.jocker.core.event.Event;
import io.jocker.core.event.EventLog;
import io.jocker.daemon.http.Exchange;
import io.jocker.daemon.translate.EventReports;
import io.jocker.daemon.translate.Filters;
import io.jocker.daemon.translate.SystemReports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The endpoints about the engine itself. */
public final class SystemHandlers {
    private static final long LOOK_UP_MILLIS = 500;

    private final SystemReports reports;
    private final EventLog events;

    /** Tells what {@code reports} knows. */
    public SystemHandlers(SystemReports reports, EventLog events) {
        this.reports = reports;
        this.events = events;
    }

    /** {@code GET} and {@code HEAD /_ping}; the headers that clients look for are on every response. */
    public void ping(ApiCall call) throws IOException {
        Exchange exchange = call.exchange();
        exchange.setHeader("Builder-Version", "1");
        exchange.setHeader("Swarm", "inactive");
        exchange.setHeader("Cache-Control", "no-cache, no-store, must-revalidate");
        exchange.setHeader("Pragma", "no-cache");
        exchange.respond(200, "text/plain; charset=utf-8", "OK".getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code GET /version}. */
    public void version(ApiCall call) throws IOException {
        call.respond(200, reports.version());
    }

    /** {@code GET /info}. */
    public void info(ApiCall call) throws IOException {
        call.respond(200, reports.info());
    }

    /** {@code GET /events}. */
    public void events(ApiCall call) throws IOException {
        EventFilter filter = new EventFilter(Filters.parse(call.json(), call.text("filters"), EventFilter.KNOWN));
        Instant since = QueryTime.of(call, "since");
        Instant until = QueryTime.of(call, "until");
        AtomicBoolean gone = new AtomicBoolean();
        try (EventLog.Subscription subscription = events.subscribe()) {
            OutputStream out = call.exchange().stream(200, "application/json");
            call.exchange().onHangup(() -> gone.set(true));
            for (Event event : subscription.past()) {
                if (since != null && !event.time().isBefore(since)
                        && (until == null || !event.time().isAfter(until)) && filter.matches(event)) {
                    send(call, out, event);
                }
            }
            while (!gone.get() && (until == null || Instant.now().isBefore(until))) {
                Event event = subscription.next(patience(until), TimeUnit.MILLISECONDS);
                if (event != null && filter.matches(event)) {
                    send(call, out, event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon is stopping", e);
        }
    }

    private static long patience(Instant until) {
        return until == null ? LOOK_UP_MILLIS
                : Math.max(1, Math.min(LOOK_UP_MILLIS, Duration.between(Instant.now(), until).toMillis()));
    }

    private static void send(ApiCall call, OutputStream out, Event event) throws IOException {
        EventReport report = EventReports.of(event);
        byte[] line = call.json().write(report);
        byte[] withNewline = java.util.Arrays.copyOf(line, line.length + 1);
        withNewline[line.length] = '\n';
        out.write(withNewline);
    }
}
