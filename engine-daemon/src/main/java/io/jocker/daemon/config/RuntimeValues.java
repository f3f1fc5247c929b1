package io.jocker.daemon.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jocker.core.EngineException;
import io.jocker.core.api.container.Ulimit;
import io.jocker.core.container.spec.Rlimits;
import io.jocker.core.runtime.ShimSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of the keys {@code runtimes} and {@code default-ulimits}, in dockerd's form. */
final class RuntimeValues {
    private RuntimeValues() {
    }

    /** {@code {"name": {"path": "/usr/bin/crun", "runtimeArgs": ["--debug"]}}}; INVALID for anything else. */
    static Map<String, ShimSpec.Runtime> runtimes(JsonNode node) {
        Map<String, ShimSpec.Runtime> runtimes = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (name.equals("jocker") || name.equals("runc") && value.isEmpty()) {
                throw EngineException.invalid("the runtime name '" + name + "' is reserved");
            }
            if (!value.path("path").asText("").startsWith("/")) {
                throw EngineException.invalid("the runtime " + name + " has no path, or one that is not absolute");
            }
            value.fieldNames().forEachRemaining(field -> {
                if (!field.equals("path") && !field.equals("runtimeArgs")) {
                    throw EngineException.invalid("the runtime " + name + " has a field " + field
                            + ": only path and runtimeArgs are supported");
                }
            });
            List<String> arguments = new ArrayList<>();
            value.path("runtimeArgs").forEach(a -> arguments.add(a.asText()));
            runtimes.put(name, new ShimSpec.Runtime(value.path("path").asText(), arguments));
        });
        return runtimes;
    }

    /** {@code {"nofile": {"Name": "nofile", "Hard": 2048, "Soft": 1024}}}; INVALID for anything else. */
    static List<Ulimit> ulimits(JsonNode node) {
        List<Ulimit> ulimits = new ArrayList<>();
        node.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (!value.path("Hard").isIntegralNumber() || !value.path("Soft").isIntegralNumber()) {
                throw EngineException.invalid("the limit " + entry.getKey() + " needs numbers for Hard and Soft");
            }
            ulimits.add(new Ulimit(entry.getKey(), value.path("Hard").asLong(), value.path("Soft").asLong()));
        });
        Rlimits.of(ulimits);
        return ulimits;
    }
}
