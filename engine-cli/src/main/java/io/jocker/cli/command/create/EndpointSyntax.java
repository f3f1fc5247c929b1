package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Csv;
import io.jocker.cli.command.Pairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code --network NAME} and its long form {@code name=…,alias=…,ip=…}, with the flags that mean the first one. */
final class EndpointSyntax {
    private static final String BOTH = "conflicting options: cannot specify both ";
    private static final String PER_NETWORK = " and per-network ";

    /** Flags beside {@code --network}, which are about the first network. */
    record Shared(List<String> aliases, List<String> links, String ip, String ip6, String macAddress,
            List<String> linkLocal) {
        Shared {
            if (macAddress != null && !macAddress.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")) {
                throw new CliException(125, macAddress + " is not a valid mac address");
            }
        }

        private static String or(String value) {
            return value == null ? "" : value;
        }
    }

    private final String target;
    private final List<String> aliases = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final List<String> linkLocal = new ArrayList<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private String ip = "";
    private String ip6 = "";
    private String macAddress = "";
    private long priority;

    private EndpointSyntax(String text) {
        String name = text;
        if (text.contains("=")) {
            name = "";
            for (String field : Csv.fields("--network", text)) {
                int equals = field.indexOf('=');
                if (equals <= 0) {
                    throw CliException.badFlag(text, "--network", "invalid field " + field);
                }
                String key = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = field.substring(equals + 1).strip();
                name = key.equals("name") ? value : name;
                set(text, key, value);
            }
            if (name.isEmpty()) {
                throw CliException.badFlag(text, "--network", "network name/id is not specified");
            }
        }
        this.target = name;
    }

    private void set(String text, String key, String value) {
        switch (key) {
            case "name" -> {
                // Taken by the constructor.
            }
            case "alias" -> aliases.add(value);
            case "ip" -> ip = value;
            case "ip6" -> ip6 = value;
            case "mac-address" -> macAddress = new Shared(List.of(), List.of(), null, null, value, List.of())
                    .macAddress();
            case "link-local-ip" -> linkLocal.add(value);
            case "driver-opt" -> {
                if (value.indexOf('=') <= 0) {
                    throw CliException.badFlag(text, "--network", "invalid key value pair format in driver options");
                }
                Pairs.put(driverOptions, value.toLowerCase(Locale.ROOT));
            }
            case "gw-priority" -> {
                if (!value.matches("-?\\d{1,9}")) {
                    throw CliException.badFlag(text, "--network", "invalid gw-priority (" + value
                            + "): invalid syntax");
                }
                priority = Long.parseLong(value);
            }
            default -> throw CliException.badFlag(text, "--network", "invalid field key " + key);
        }
    }

    /** The name in the value of a flag. */
    static String target(String text) {
        return new EndpointSyntax(text).target;
    }

    /** The request's {@code NetworkingConfig}; null if it would say nothing but a name. */
    static Map<String, Object> networking(List<String> networks, Shared shared) {
        Map<String, Object> endpoints = new LinkedHashMap<>();
        boolean first = true;
        for (String text : networks.isEmpty() ? List.of("default") : networks) {
            EndpointSyntax endpoint = new EndpointSyntax(text);
            if (first) {
                endpoint.take(shared);
            }
            first = false;
            Map<String, Object> settings = endpoint.settings();
            if (endpoints.put(endpoint.target, settings) != null) {
                throw new CliException(125, "network \"" + endpoint.target + "\" is specified multiple times");
            }
            if (settings.isEmpty() && networks.size() <= 1) {
                return null;
            }
        }
        if (endpoints.keySet().stream().map(EndpointSyntax::isUsers).distinct().count() > 1) {
            throw new CliException(125, "conflicting options: cannot attach both user-defined and non-user-defined "
                    + "network-modes");
        }
        return Map.of("EndpointsConfig", endpoints);
    }

    private static boolean isUsers(String target) {
        return !List.of("default", "bridge", "host", "none").contains(target) && !target.startsWith("container:");
    }

    private void take(Shared shared) {
        refuseBoth(!aliases.isEmpty() && !shared.aliases().isEmpty(), "--network-alias", "alias");
        refuseBoth(!ip.isEmpty() && shared.ip() != null, "--ip", "IPv4 address");
        refuseBoth(!ip6.isEmpty() && shared.ip6() != null, "--ip6", "IPv6 address");
        refuseBoth(!macAddress.isEmpty() && shared.macAddress() != null, "--mac-address", "MAC address");
        refuseBoth(!linkLocal.isEmpty() && !shared.linkLocal().isEmpty(), "--link-local-ip",
                "link-local IP addresses");
        aliases.addAll(shared.aliases());
        linkLocal.addAll(shared.linkLocal());
        if (isUsers(target)) {
            links.addAll(shared.links());
        }
        ip = ip.isEmpty() ? Shared.or(shared.ip()) : ip;
        ip6 = ip6.isEmpty() ? Shared.or(shared.ip6()) : ip6;
        macAddress = macAddress.isEmpty() ? Shared.or(shared.macAddress()) : macAddress;
    }

    private static void refuseBoth(boolean both, String flag, String field) {
        if (both) {
            throw new CliException(125, BOTH + flag + PER_NETWORK + field);
        }
    }

    private Map<String, Object> settings() {
        if (target.isBlank()) {
            throw new CliException(125, "no name set for network");
        }
        if (!isUsers(target) && !aliases.isEmpty()) {
            throw new CliException(125, "network-scoped aliases are only supported for user-defined networks");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        Map<String, Object> addresses = new LinkedHashMap<>();
        putFull(addresses, "IPv4Address", ip);
        putFull(addresses, "IPv6Address", ip6);
        putFull(addresses, "LinkLocalIPs", linkLocal);
        putFull(settings, "IPAMConfig", addresses);
        putFull(settings, "Links", links);
        putFull(settings, "Aliases", aliases);
        putFull(settings, "MacAddress", macAddress);
        putFull(settings, "DriverOpts", driverOptions);
        if (priority != 0) {
            settings.put("GwPriority", priority);
        }
        return settings;
    }

    private static void putFull(Map<String, Object> map, String name, Object value) {
        if (!List.of("", List.of(), Map.of()).contains(value)) {
            map.put(name, value);
        }
    }
}
