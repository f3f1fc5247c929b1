package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.runtime.resource.DeviceRule;
import io.jocker.core.runtime.spec.DeviceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The device nodes and device rules of containers. */
final class Devices {
    private static final int TYPE_MASK = 0170000;
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;
    private static final String ALL = "rwm";

    private Devices() {
    }

    /** Deny everything, allow making nodes, allow the harmless devices: Docker's list. */
    private static List<DeviceRule> defaultRules() {
        List<DeviceRule> rules = new ArrayList<>();
        rules.add(new DeviceRule(false, null, null, null, ALL));
        rules.add(new DeviceRule(true, "c", null, null, "m"));
        rules.add(new DeviceRule(true, "b", null, null, "m"));
        // null, zero, full, random, urandom, tty, console, ptmx
        long[][] allowed = {{1, 3}, {1, 5}, {1, 7}, {1, 8}, {1, 9}, {5, 0}, {5, 1}, {5, 2}};
        for (long[] device : allowed) {
            rules.add(new DeviceRule(true, "c", device[0], device[1], ALL));
        }
        rules.add(new DeviceRule(true, "c", 136L, null, ALL));
        return rules;
    }

    /** The rules of a container. */
    static List<DeviceRule> rules(HostConfig host) {
        if (host.privileged()) {
            return allRules();
        }
        List<DeviceRule> rules = defaultRules();
        rules.addAll(HostDevices.rules(host));
        return rules;
    }

    /** Everything: for privileged containers. */
    private static List<DeviceRule> allRules() {
        return List.of(new DeviceRule(true, null, null, null, ALL));
    }

    /** Every device node of the host's /dev but those that the container gets of its own. */
    static List<DeviceSpec> ofHost() {
        List<DeviceSpec> devices = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(Path.of("/dev"), 3)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                if (!ownOfContainer(path)) {
                    addNode(devices, path);
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw EngineException.internal("cannot list the host's devices: " + e.getMessage(), e);
        }
        return devices;
    }

    private static boolean ownOfContainer(Path path) {
        return Stream.of("/dev/pts", "/dev/shm", "/dev/mqueue", "/dev/console", "/dev/fd", "/dev/ptmx", "/dev/null",
                "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty").anyMatch(path::startsWith)
                && !path.toString().matches("/dev/tty.+");
    }

    private static void addNode(List<DeviceSpec> devices, Path path) throws IOException {
        DeviceSpec node = node(path, path.toString());
        if (node != null) {
            devices.add(node);
        }
    }

    /** A device of the host under a name in the container; null for what is no device. */
    static DeviceSpec node(Path path, String inside) throws IOException {
        var attributes = Files.readAttributes(path, "unix:mode,rdev,uid,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) attributes.get("mode");
        int type = mode & TYPE_MASK;
        if (type != CHARACTER && type != BLOCK) {
            return null;
        }
        long device = (long) attributes.get("rdev");
        return new DeviceSpec(inside, type == BLOCK ? "b" : "c", major(device), minor(device),
                mode & 0777, Integer.toUnsignedLong((int) attributes.get("uid")),
                Integer.toUnsignedLong((int) attributes.get("gid")));
    }

    static long major(long device) {
        return (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
    }

    static long minor(long device) {
        return (device & 0xff) | (device >>> 12 & ~0xffL & 0xffffffffL);
    }
}
