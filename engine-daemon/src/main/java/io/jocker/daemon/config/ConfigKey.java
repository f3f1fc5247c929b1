package io.jocker.daemon.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A key of daemon.json that dockerd knows, and what this daemon makes of it: honoured, accepted where it states
 * what is so anyway, or refused with the reason. There is no fourth case: no key is passed over in silence.
 */
final class ConfigKey {
    /** What a key's value must be. */
    enum Type {
        TEXT("a string", JsonNode::isTextual),
        FLAG("true or false", JsonNode::isBoolean),
        NUMBER("a whole number", JsonNode::isIntegralNumber),
        TEXTS("a list of strings", n -> n.isArray() && all(n, JsonNode::isTextual)),
        TEXT_MAP("an object of strings", n -> n.isObject() && all(n, JsonNode::isTextual)),
        LIST("a list", JsonNode::isArray),
        OBJECT("an object", JsonNode::isObject),
        ANY("any value", n -> true);

        private final String words;
        private final Predicate<JsonNode> test;

        Type(String words, Predicate<JsonNode> test) {
            this.words = words;
            this.test = test;
        }

        boolean fits(JsonNode node) {
            return test.test(node);
        }

        String words() {
            return words;
        }

        private static boolean all(JsonNode node, Predicate<JsonNode> test) {
            for (JsonNode element : node) {
                if (!test.test(element)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final String NETWORKS = "networks come with a later version of jocker (docs/limits.md)";
    private static final String REGISTRIES = "the registry client comes with a later version of jocker";
    private static final String LATER = "this comes with a later version of jocker (docs/limits.md)";
    private static final String NEVER = "swarm, plugins and Windows are out of scope";
    private static final Map<String, ConfigKey> TABLE = table();

    private final Type type;
    private final boolean honoured;
    private final Predicate<JsonNode> accepted;
    private final String reason;

    private ConfigKey(Type type, boolean honoured, Predicate<JsonNode> accepted, String reason) {
        this.type = type;
        this.honoured = honoured;
        this.accepted = accepted;
        this.reason = reason;
    }

    /** The key of this name, or null if dockerd does not know it either. */
    static ConfigKey find(String name) {
        return TABLE.get(name);
    }

    Type type() {
        return type;
    }

    /** Why the value is refused; null if it is not. */
    String refusal(JsonNode value) {
        return honoured || accepted.test(value) ? null : reason;
    }

    private static Map<String, ConfigKey> table() {
        Map<String, ConfigKey> table = new LinkedHashMap<>();
        honour(table, Type.TEXT, "data-root exec-root group pidfile log-level log-format cgroup-parent "
                + "default-ipc-mode default-cgroupns-mode log-driver default-runtime");
        honour(table, Type.TEXTS, "hosts labels dns dns-opts dns-search");
        honour(table, Type.FLAG, "debug no-new-privileges init");
        honour(table, Type.OBJECT, "runtimes default-ulimits");
        honour(table, Type.TEXT_MAP, "log-opts");
        honour(table, Type.ANY, "default-shm-size");
        accept(table, Type.FLAG, "live-restore", JsonNode::booleanValue, "it is never off: containers outlive the "
                + "daemon always");
        accept(table, Type.TEXT, "storage-driver", n -> n.textValue().matches("overlay2|overlay|overlayfs"),
                "overlay2 is the only storage driver");
        accept(table, Type.TEXTS, "exec-opts", ConfigKey::cgroupfsOnly, "native.cgroupdriver=cgroupfs is the only "
                + "driver of this version");
        accept(table, Type.OBJECT, "features", ConfigKey::noneIsOn, LATER);
        accept(table, Type.FLAG, "experimental", n -> !n.booleanValue(), "there are no experimental features");
        accept(table, Type.FLAG, "selinux-enabled", n -> !n.booleanValue(), LATER);
        accept(table, Type.FLAG, "raw-logs", n -> true, "");
        accept(table, Type.FLAG, "userland-proxy", n -> !n.booleanValue(), "there is no proxy process, ever");
        accept(table, Type.FLAG, "tls tlsverify", n -> !n.booleanValue(), "only Unix sockets are served");
        accept(table, Type.TEXT, "seccomp-profile", n -> n.textValue().matches("|builtin"), LATER);
        accept(table, Type.TEXT, "userns-remap", n -> n.textValue().isEmpty(), LATER);
        // There is no bridge, no firewall rule and no forwarding, and containers do not reach each other.
        accept(table, Type.TEXT, "bridge", n -> n.textValue().matches("|none"), NETWORKS);
        refuse(table, Type.TEXT, NETWORKS, "bip bip6 fixed-cidr fixed-cidr-v6 default-gateway "
                + "default-gateway-v6 ip host-gateway-ip bridge-accept-fwmark firewall-backend userland-proxy-path");
        refuse(table, Type.TEXTS, NETWORKS, "host-gateway-ips");
        refuse(table, Type.FLAG, NETWORKS, "iptables ip6tables ip-forward ip-forward-no-drop ip-masq ipv6 icc "
                + "allow-direct-routing");
        refuse(table, Type.NUMBER, NETWORKS, "mtu network-control-plane-mtu");
        refuse(table, Type.LIST, NETWORKS, "default-address-pools");
        refuse(table, Type.OBJECT, NETWORKS, "default-network-opts");
        refuse(table, Type.TEXTS, REGISTRIES, "registry-mirrors insecure-registries "
                + "allow-nondistributable-artifacts");
        refuse(table, Type.NUMBER, REGISTRIES, "max-concurrent-downloads max-concurrent-uploads "
                + "max-download-attempts");
        refuse(table, Type.OBJECT, REGISTRIES, "proxies");
        refuse(table, Type.TEXT, REGISTRIES, "http-proxy https-proxy no-proxy");
        refuse(table, Type.OBJECT, LATER, "builder");
        refuse(table, Type.TEXTS, LATER, "cdi-spec-dirs storage-opts");
        refuse(table, Type.TEXT, LATER, "metrics-addr init-path min-api-version");
        refuse(table, Type.FLAG, LATER, "rootless disable-legacy-registry");
        refuse(table, Type.TEXT, "only Unix sockets are served", "tlscacert tlscert tlskey");
        refuse(table, Type.NUMBER, LATER, "oom-score-adjust cpu-rt-period cpu-rt-runtime default-stop-timeout");
        honour(table, Type.NUMBER, "shutdown-timeout");
        refuse(table, Type.TEXT, "containerd is not used", "containerd containerd-namespace "
                + "containerd-plugin-namespace");
        refuse(table, Type.TEXTS, NEVER, "authorization-plugins node-generic-resources");
        refuse(table, Type.OBJECT, NEVER, "cluster-store-opts");
        refuse(table, Type.TEXT, NEVER, "swarm-default-advertise-addr cluster-store cluster-advertise api-cors-header");
        return Map.copyOf(table);
    }

    private static boolean cgroupfsOnly(JsonNode options) {
        for (JsonNode option : options) {
            if (!option.textValue().equals("native.cgroupdriver=cgroupfs")) {
                return false;
            }
        }
        return true;
    }

    /** A feature that is off is as this daemon is; one that is on is not. */
    private static boolean noneIsOn(JsonNode features) {
        for (JsonNode feature : features) {
            if (!feature.isBoolean() || feature.booleanValue()) {
                return false;
            }
        }
        return true;
    }

    /** Empty, off or zero: what is so without what the key is for. */
    private static boolean asksNothing(JsonNode value) {
        return value.isContainerNode() ? value.isEmpty() : value.isTextual() ? value.textValue().isEmpty()
                : value.isNumber() ? value.asLong() == 0 : !value.booleanValue();
    }

    private static void honour(Map<String, ConfigKey> table, Type type, String names) {
        Arrays.stream(names.split(" ")).forEach(n -> table.put(n, new ConfigKey(type, true, null, null)));
    }

    private static void accept(Map<String, ConfigKey> table, Type type, String names, Predicate<JsonNode> fits,
            String reason) {
        Arrays.stream(names.split(" ")).forEach(n -> table.put(n, new ConfigKey(type, false, fits, reason)));
    }

    private static void refuse(Map<String, ConfigKey> table, Type type, String reason, String names) {
        accept(table, type, names, ConfigKey::asksNothing, reason);
    }
}
