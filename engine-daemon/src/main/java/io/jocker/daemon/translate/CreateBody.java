package io.jocker.daemon.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.api.container.Ulimit;
import io.jocker.core.container.spec.Confinement;
import io.jocker.core.host.Processors;
import io.jocker.core.host.process.ControlGroups;
import io.jocker.daemon.config.ContainerDefaults;
import io.jocker.daemon.config.IpAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /containers/create}: the configuration, and beside its fields {@code HostConfig} and
 * {@code NetworkingConfig}. Fills in what Docker fills in.
 */
public final class CreateBody {
    private final ApiJson json;
    private final ContainerDefaults defaults;

    /** Reads with {@code json} and fills in {@code defaults}. */
    public CreateBody(ApiJson json, ContainerDefaults defaults) {
        this.json = json;
        this.defaults = defaults;
    }

    /** The two halves of the request. */
    public record Parsed(ContainerConfig config, HostConfig host) {
    }

    /**
     * Reads a body.
     *
     * @throws EngineException INVALID if it is not what it should be
     */
    public Parsed read(InputStream body) throws IOException {
        JsonNode tree = json.tree(body);
        if (!(tree instanceof ObjectNode object)) {
            throw EngineException.invalid("config cannot be empty in order to create a container");
        }
        wordsAsList(object, "Cmd");
        wordsAsList(object, "Entrypoint");
        labelsAsText(object);
        ContainerConfig config = json.convert(object, ContainerConfig.class);
        refuseEndpoints(find(object, "NetworkingConfig"));
        JsonNode host = find(object, "HostConfig");
        if (host != null && !host.isNull() && !host.isObject()) {
            throw ApiJson.mismatch(host, "field HostConfig", HostConfig.class, null);
        }
        ObjectNode hostTree = host instanceof ObjectNode o ? o : JsonNodeFactory.instance.objectNode();
        wordsAsList(hostTree, "CapAdd");
        wordsAsList(hostTree, "CapDrop");
        return new Parsed(config, withDefaults(json.convert(hostTree, HostConfig.class)));
    }

    /** A body in which a list of words may be given as one string. */
    public static JsonNode withWords(JsonNode body, String name) {
        if (body instanceof ObjectNode object) {
            wordsAsList(object, name);
        }
        return body;
    }

    private static void wordsAsList(ObjectNode object, String name) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name) && field.getValue().isTextual()) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode().add(field.getValue());
                field.setValue(list);
            }
        }
    }

    /** Clients always send endpoints; only what they say beyond the network's name could not be honoured. */
    private static void refuseEndpoints(JsonNode networking) {
        JsonNode endpoints = networking instanceof ObjectNode object ? find(object, "EndpointsConfig") : null;
        if (endpoints == null) {
            return;
        }
        for (JsonNode endpoint : endpoints) {
            for (Map.Entry<String, JsonNode> setting : endpoint.properties()) {
                JsonNode value = setting.getValue();
                boolean unset = value.isNull() || value.isContainerNode() && value.isEmpty()
                        || value.isTextual() && value.textValue().isEmpty() || value.isNumber() && value.asLong() == 0;
                if (!unset) {
                    throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "NetworkingConfig." + setting.getKey()
                            + " is not supported by this version of jocker (see docs/limits.md)");
                }
            }
        }
    }

    /** Go reads a null among strings as an empty one. */
    private static void labelsAsText(ObjectNode object) {
        if (find(object, "Labels") instanceof ObjectNode labels) {
            for (Map.Entry<String, JsonNode> label : labels.properties()) {
                if (label.getValue().isNull()) {
                    label.setValue(JsonNodeFactory.instance.textNode(""));
                }
            }
        }
    }

    private static JsonNode find(ObjectNode object, String name) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    private HostConfig withDefaults(HostConfig given) {
        ObjectNode host = (ObjectNode) json.toTree(given);
        text(host, "NetworkMode", "default", "bridge");
        text(host, "IpcMode", "", defaults.ipcMode());
        text(host, "CgroupnsMode", "", defaults.cgroupnsMode());
        text(host, "Runtime", "", defaults.runtime());
        for (String name : new String[] {"CgroupParent", "PidMode", "UTSMode", "UsernsMode", "Isolation",
            "VolumeDriver", "ContainerIDFile", "Cgroup", "CpusetCpus", "CpusetMems"}) {
            text(host, name, "", "");
        }
        if (host.get("ShmSize").asLong() == 0) {
            host.put("ShmSize", defaults.shmSize());
        }
        if (host.get("Memory").asLong() > 0 && host.get("MemorySwap").asLong() == 0) {
            // Without a word on swap, a container may swap as much as it may hold in memory: Docker's rule.
            host.put("MemorySwap", host.get("Memory").asLong() * 2);
        }
        if (host.get("ConsoleSize").isNull()) {
            host.putArray("ConsoleSize").add(0).add(0);
        }
        if (host.get("RestartPolicy").isNull() || host.get("RestartPolicy").path("Name").asText("").isEmpty()) {
            host.putObject("RestartPolicy").put("Name", "no").put("MaximumRetryCount", 0);
        }
        JsonNode log = host.get("LogConfig");
        if (log.isNull() || log.path("Type").asText("").isEmpty()) {
            ObjectNode usual = (ObjectNode) json.toTree(defaults.log());
            // Options without a driver are for the usual one.
            log.path("Config").properties().forEach(o -> usual.withObjectProperty("Config").set(o.getKey(),
                    o.getValue()));
            host.set("LogConfig", usual);
        }
        IpAddresses.checked(given.dns() == null ? List.of() : given.dns());
        if (!host.hasNonNull("Init") && defaults.init()) {
            host.put("Init", true);
        }
        ulimits(host);
        confinement(host);
        list(host, "Dns", defaults.dns());
        list(host, "DnsOptions", defaults.dnsOptions());
        list(host, "DnsSearch", defaults.dnsSearch());
        return json.convert(host, HostConfig.class);
    }

    /** Said, so that inspect shows what holds. */
    private static void confinement(ObjectNode host) {
        boolean open = host.path("Privileged").asBoolean() || host.path("SecurityOpt").toString()
                .contains("systempaths=unconfined");
        if (!open && !host.hasNonNull("MaskedPaths")) {
            Confinement.maskedPaths(Processors.possible()).forEach(host.withArray("/MaskedPaths")::add);
        }
        if (!open && !host.hasNonNull("ReadonlyPaths")) {
            Confinement.READONLY_PATHS.forEach(host.withArray("/ReadonlyPaths")::add);
        }
        if (!host.hasNonNull("OomKillDisable") && !ControlGroups.isUnified()) {
            host.put("OomKillDisable", false);
        }
    }

    private void ulimits(ObjectNode host) {
        for (Ulimit usual : defaults.ulimits()) {
            boolean given = false;
            for (JsonNode own : host.path("Ulimits")) {
                given |= own.path("Name").asText().equals(usual.name());
            }
            if (!given) {
                host.withArray("/Ulimits").add(json.toTree(usual));
            }
        }
    }

    private static void list(ObjectNode host, String name, List<String> usual) {
        if (host.get(name).isEmpty() && !usual.isEmpty()) {
            usual.forEach(host.withArray("/" + name)::add);
        }
    }

    private static void text(ObjectNode host, String name, String absent, String value) {
        String given = host.path(name).asText("");
        if (given.isEmpty() || given.equals("null") || given.equals(absent)) {
            host.put(name, value);
        }
    }
}
