package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.DeviceMapping;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.runtime.resource.DeviceRule;
import io.jocker.core.runtime.spec.DeviceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The devices of the host that a container was given ({@code --device}), and rules for others. */
public final class HostDevices {
    private static final Pattern RULE = Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");

    private HostDevices() {
    }

    /**
     * The nodes to make. A directory stands for all devices in it.
     *
     * @throws EngineException INTERNAL, with Docker's words, if the host has no such device
     */
    static List<DeviceSpec> nodes(HostConfig host) {
        return mappings(host).stream().flatMap(m -> nodesOf(m).stream()).toList();
    }

    private static List<DeviceSpec> nodesOf(DeviceMapping mapping) {
        List<DeviceSpec> nodes = new ArrayList<>();
        Path source = real(mapping.pathOnHost());
        Path target = Path.of(mapping.pathInContainer() == null || mapping.pathInContainer().isEmpty()
                ? mapping.pathOnHost() : mapping.pathInContainer());
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Path inside = path.equals(source) ? target : target.resolve(source.relativize(path).toString());
                DeviceSpec node = Devices.node(path, inside.toString());
                if (node != null) {
                    nodes.add(node);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw missing(mapping.pathOnHost(), e.getMessage(), e);
        }
        if (nodes.isEmpty()) {
            throw missing(mapping.pathOnHost(), "not a device node", null);
        }
        return nodes;
    }

    private static Path real(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException e) {
            throw missing(path, "no such file or directory", e);
        }
    }

    private static EngineException missing(String path, String why, Exception cause) {
        return EngineException.internal("error gathering device information while adding custom device \"" + path
                + "\": " + why, cause);
    }

    /** What the container may do with them, and what else it was allowed. */
    static List<DeviceRule> rules(HostConfig host) {
        List<DeviceRule> rules = new ArrayList<>();
        for (DeviceMapping mapping : mappings(host)) {
            String access = mapping.cgroupPermissions() == null || mapping.cgroupPermissions().isEmpty() ? "rwm"
                    : mapping.cgroupPermissions();
            for (DeviceSpec node : nodesOf(mapping)) {
                rules.add(new DeviceRule(true, node.type(), node.major(), node.minor(), access));
            }
        }
        for (String rule : host.deviceCgroupRules() == null ? List.<String>of() : host.deviceCgroupRules()) {
            Matcher matcher = matcher(rule);
            rules.add(new DeviceRule(true, matcher.group(1), number(matcher.group(2)), number(matcher.group(3)),
                    matcher.group(4)));
        }
        return rules;
    }

    private static Long number(String text) {
        return text.equals("*") ? null : Long.valueOf(text);
    }

    /** Refuses what cannot be read: INVALID, with Docker's words. */
    public static void check(HostConfig host) {
        for (String rule : host.deviceCgroupRules() == null ? List.<String>of() : host.deviceCgroupRules()) {
            matcher(rule);
        }
        for (DeviceMapping mapping : mappings(host)) {
            if (mapping.pathOnHost() == null || mapping.pathOnHost().isEmpty()) {
                throw EngineException.invalid("invalid device mapping: no path on the host is given");
            }
            String access = mapping.cgroupPermissions();
            if (access != null && !access.matches("[rwm]{0,3}")) {
                throw EngineException.invalid("invalid device mode: " + access);
            }
        }
    }

    private static Matcher matcher(String rule) {
        Matcher matcher = RULE.matcher(rule);
        if (!matcher.matches()) {
            throw EngineException.invalid("invalid device cgroup rule format: '" + rule + "'");
        }
        return matcher;
    }

    private static List<DeviceMapping> mappings(HostConfig host) {
        return host.devices() == null ? List.of() : host.devices();
    }
}
