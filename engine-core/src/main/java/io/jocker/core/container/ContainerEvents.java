package io.jocker.core.container;

import io.jocker.core.event.EventLog;
import java.util.LinkedHashMap;
import java.util.Map;

/** Publishes what happens to containers, with the attributes that Docker gives: labels, image, name. */
public final class ContainerEvents {
    private final EventLog log;

    /** Into one log. */
    public ContainerEvents(EventLog log) {
        this.log = log;
    }

    /** An event without further attributes. */
    public void publish(Container container, String action) {
        publish(container, action, Map.of());
    }

    /** An event with further attributes. */
    public void publish(Container container, String action, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> labels = container.spec().config().labels();
        if (labels != null) {
            attributes.putAll(labels);
        }
        attributes.put("image", container.spec().config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        log.publish("container", action, container.id(), attributes);
    }
}
