package io.jocker.daemon.handler;

import io.jocker.core.event.Event;
import io.jocker.daemon.translate.Filters;
import java.util.List;
import java.util.Set;

/** Which events a client wants: all names must match, any value of a name. */
record EventFilter(Filters filters) {
    static final Set<String> KNOWN = Set.of("config", "container", "daemon", "event", "image", "label", "network",
            "node", "plugin", "scope", "secret", "service", "type", "volume", "builder");

    boolean matches(Event event) {
        return any("type", event.type()) && action(event) && thing("container", event) && thing("image", event)
                && thing("network", event) && thing("volume", event) && thing("daemon", event)
                && any("scope", "local") && labels(event);
    }

    private boolean any(String name, String value) {
        return !filters.has(name) || filters.get(name).contains(value);
    }

    /** "exec_start" asks for "exec_start: command" too. */
    private boolean action(Event event) {
        return !filters.has("event") || filters.get("event").stream()
                .anyMatch(a -> event.action().equals(a) || event.action().startsWith(a + ":"));
    }

    private boolean thing(String type, Event event) {
        List<String> wanted = filters.get(type);
        if (wanted.isEmpty()) {
            return true;
        }
        String name = event.attributes().getOrDefault("name", "");
        if (type.equals("image") && event.type().equals("container")) {
            return wanted.contains(event.attributes().get("image"));
        }
        return event.type().equals(type) && wanted.stream()
                .anyMatch(w -> w.equals(name) || !w.isEmpty() && event.id().startsWith(w));
    }

    private boolean labels(Event event) {
        return filters.get("label").stream().allMatch(label -> {
            int equals = label.indexOf('=');
            String value = event.attributes().get(equals < 0 ? label : label.substring(0, equals));
            return value != null && (equals < 0 || value.equals(label.substring(equals + 1)));
        });
    }
}
