package io.jocker.daemon.handler.container;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.usage.ContainerStats;
import io.jocker.core.container.usage.StatsReader;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.translate.StatsReports;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code GET /containers/{name}/stats}: one sample, or one a second until the client is gone. */
public final class StatsHandler {
    private static final long INTERVAL_MILLIS = 1_000;

    private final ContainerCatalogue catalogue;
    private final StatsReader reader;
    private final StatsReports reports;

    /**
     * @param processors how many the machine has on line
     */
    public StatsHandler(ContainerCatalogue catalogue, StatsReader reader, int processors) {
        this.catalogue = catalogue;
        this.reader = reader;
        this.reports = new StatsReports(processors);
    }

    /** Answers. */
    public void stats(ApiCall call) throws IOException {
        Container container = catalogue.find(call.parameter("name"));
        boolean stream = call.text("stream") == null || call.flag("stream");
        boolean single = !stream && call.flag("one-shot");
        CountDownLatch gone = new CountDownLatch(1);
        ContainerStats before = null;
        try (OutputStream out = call.exchange().stream(200, "application/json")) {
            call.exchange().onHangup(gone::countDown);
            if (!stream && !single) {
                // What a processor was used for shows only between two looks.
                before = reader.read(container).orElse(null);
                if (before != null && gone.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            do {
                ContainerStats now = reader.read(container).orElse(null);
                out.write(call.json().write(reports.report(container, now, before)));
                out.write('\n');
                before = now;
            } while (stream && catalogue.contains(container)
                    && !gone.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon is stopping", e);
        }
    }
}
