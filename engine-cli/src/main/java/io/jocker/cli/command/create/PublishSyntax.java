package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Addresses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code --publish [[IP:]HOST-PORT:]PORT[/PROTOCOL]} and {@code --expose}, ranges included. */
final class PublishSyntax {
    private static final int MOST = 65_535;

    private record Range(int first, int last) {
        int size() {
            return last - first;
        }

        /** Docker's words for what is none are left to the caller, but for the reason. */
        static Range parse(String text) {
            int dash = text.indexOf('-');
            Range range = dash < 0 ? new Range(port(text), port(text))
                    : new Range(port(text.substring(0, dash)), port(text.substring(dash + 1)));
            if (range.last < range.first) {
                throw new CliException("invalid range specified for port: " + text);
            }
            return range;
        }

        private static int port(String text) {
            if (!text.matches("\\d+")) {
                throw new CliException("strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
            }
            if (text.length() > 9 || Integer.parseInt(text) > MOST) {
                throw new CliException("strconv.ParseUint: parsing \"" + text + "\": value out of range");
            }
            return Integer.parseInt(text);
        }
    }

    private PublishSyntax() {
    }

    /** Container ports with the host's addresses and ports for each. */
    static Map<String, List<Map<String, String>>> bindings(List<String> flags) {
        Map<String, List<Map<String, String>>> bindings = new LinkedHashMap<>();
        for (String flag : flags) {
            add(bindings, flag.contains("=") ? shortForm(flag) : flag);
        }
        return bindings;
    }

    /** {@code published=80,target=80,protocol=tcp} as {@code 80:80/tcp}. */
    private static String shortForm(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            if (equals <= 0) {
                throw wrong("invalid publish opts format (should be name=value but got '" + field + "')");
            }
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields.getOrDefault("published", "") + ":" + fields.getOrDefault("target", "") + "/"
                + fields.getOrDefault("protocol", "");
    }

    private static void add(Map<String, List<Map<String, String>>> bindings, String text) {
        String[] parts = text.split(":", -1);
        int last = parts.length - 1;
        String address = last < 2 ? "" : address(String.join(":", Arrays.copyOf(parts, last - 1)));
        String hostPort = last < 1 ? "" : parts[last - 1];
        String protocol = protocol(parts[last]);
        String containerPort = port(parts[last]);
        if (containerPort.isEmpty()) {
            throw wrong("no port specified: " + text + "<empty>");
        }
        Range inside = range(containerPort, "containerPort");
        Range outside = hostPort.isEmpty() ? null : range(hostPort, "hostPort");
        if (outside != null && outside.size() != inside.size() && inside.size() > 0) {
            throw wrong("invalid ranges specified for container and host Ports: " + containerPort + " and "
                    + hostPort);
        }
        if (!List.of("tcp", "udp", "sctp").contains(protocol.toLowerCase(Locale.ROOT))) {
            throw wrong("invalid proto: " + protocol);
        }
        for (int i = 0; i <= inside.size(); i++) {
            String host = outside == null ? "" : inside.size() == 0 && outside.size() > 0
                    ? outside.first() + "-" + outside.last() : String.valueOf(outside.first() + i);
            bindings.computeIfAbsent((inside.first() + i) + "/" + protocol.toLowerCase(Locale.ROOT),
                    p -> new ArrayList<>()).add(Map.of("HostIp", address, "HostPort", host));
        }
    }

    private static String address(String text) {
        String address = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!address.isEmpty() && !Addresses.isAddress(address)) {
            throw wrong("invalid IP address: " + address);
        }
        return address;
    }

    private static String protocol(String text) {
        int slash = text.indexOf('/');
        return slash <= 0 || slash == text.length() - 1 ? "tcp" : text.substring(slash + 1);
    }

    private static String port(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static Range range(String text, String what) {
        try {
            return Range.parse(text);
        } catch (CliException e) {
            throw (CliException) wrong("invalid " + what + ": " + text).initCause(e);
        }
    }

    /** The ports of {@code --expose}, one by one. */
    static Set<String> exposed(List<String> flags) {
        Set<String> ports = new LinkedHashSet<>();
        for (String flag : flags) {
            if (flag.contains(":")) {
                throw wrong("invalid port format for --expose: " + flag);
            }
            try {
                Range range = Range.parse(port(flag));
                for (int port = range.first(); port <= range.last(); port++) {
                    ports.add(port + "/" + protocol(flag).toLowerCase(Locale.ROOT));
                }
            } catch (CliException e) {
                throw (CliException) wrong("invalid range format for --expose: " + flag + ", error: "
                        + e.getMessage()).initCause(e);
            }
        }
        return ports;
    }

    private static CliException wrong(String reason) {
        return new CliException(125, reason);
    }
}
