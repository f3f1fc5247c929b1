package io.jocker.daemon.translate;

import io.jocker.core.api.system.Actor;
import io.jocker.core.api.system.EventReport;
import io.jocker.core.event.Event;

/** Events as the API sends them, old fields and new. */
public final class EventReports {
    private static final long NANOS = 1_000_000_000;

    private EventReports() {
    }

    /** One event. */
    public static EventReport of(Event event) {
        boolean container = event.type().equals("container");
        boolean old = container || event.type().equals("image");
        long seconds = event.time().getEpochSecond();
        return new EventReport(old ? event.action() : null, old ? event.id() : null,
                container ? event.attributes().get("image") : null, event.type(), event.action(),
                new Actor(event.id(), event.attributes()), "local", seconds,
                seconds * NANOS + event.time().getNano());
    }
}
