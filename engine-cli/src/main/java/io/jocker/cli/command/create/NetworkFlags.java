package io.jocker.cli.command.create;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Addresses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the container reaches others, and others it. */
final class NetworkFlags {
    private static final String HOST_GATEWAY = "host-gateway";

    @Option(names = {"-h", "--hostname"}, description = "Container host name")
    String hostname;
    @Option(names = "--domainname", description = "Container NIS domain name")
    String domainname;
    @Option(names = {"--network", "--net"}, paramLabel = "network", description = "Connect a container to a network")
    List<String> networks = new ArrayList<>();
    @Option(names = {"--network-alias", "--net-alias"},
            description = "Add network-scoped alias for the container")
    List<String> aliases = new ArrayList<>();
    @Option(names = "--ip", description = "IPv4 address (e.g., 172.30.100.104)")
    String ip;
    @Option(names = "--ip6", description = "IPv6 address (e.g., 2001:db8::33)")
    String ip6;
    @Option(names = "--link-local-ip", description = "Container IPv4/IPv6 link-local addresses")
    List<String> linkLocal = new ArrayList<>();
    @Option(names = "--mac-address", description = "Container MAC address (e.g., 92:d0:c6:0a:29:33)")
    String macAddress;
    @Option(names = "--link", description = "Add link to another container")
    List<String> links = new ArrayList<>();
    @Option(names = {"-p", "--publish"}, description = "Publish a container's port(s) to the host")
    List<String> publish = new ArrayList<>();
    @Option(names = {"-P", "--publish-all"}, description = "Publish all exposed ports to random ports")
    boolean publishAll;
    @Option(names = "--expose", description = "Expose a port or a range of ports")
    List<String> expose = new ArrayList<>();
    @Option(names = "--add-host", description = "Add a custom host-to-IP mapping (host:ip)")
    List<String> addHosts = new ArrayList<>();
    @Option(names = "--dns", description = "Set custom DNS servers")
    List<String> dns = new ArrayList<>();
    @Option(names = {"--dns-option", "--dns-opt"}, description = "Set DNS options")
    List<String> dnsOptions = new ArrayList<>();
    @Option(names = "--dns-search", description = "Set custom DNS search domains")
    List<String> dnsSearch = new ArrayList<>();

    void fillConfig(Map<String, Object> config) {
        putIfGiven(config, "Hostname", hostname);
        putIfGiven(config, "Domainname", domainname);
        Map<String, Object> ports = new LinkedHashMap<>();
        PublishSyntax.bindings(publish).keySet().forEach(p -> ports.put(p, Map.of()));
        PublishSyntax.exposed(expose).forEach(p -> ports.put(p, Map.of()));
        config.put("ExposedPorts", ports);
    }

    void fillHost(Map<String, Object> host) {
        for (String link : links) {
            if (link.isEmpty() || link.chars().filter(c -> c == ':').count() > 1) {
                throw CliException.badFlag(link, "--link", "bad format for links: " + link);
            }
        }
        for (String server : dns) {
            if (!Addresses.isAddress(server)) {
                throw CliException.badFlag(server, "--dns", "IP address is not correctly formatted: " + server);
            }
        }
        host.put("NetworkMode", networks.isEmpty() ? "default" : EndpointSyntax.target(networks.get(0)));
        host.put("PortBindings", PublishSyntax.bindings(publish));
        host.put("PublishAllPorts", publishAll);
        host.put("Links", links);
        host.put("ExtraHosts", addHosts.stream().map(NetworkFlags::hostEntry).toList());
        host.put("Dns", dns);
        host.put("DnsOptions", dnsOptions);
        host.put("DnsSearch", dnsSearch);
    }

    /** What there is to say of the networks beyond the name of one; null if it is nothing. */
    Map<String, Object> endpoints() {
        EndpointSyntax.Shared shared = new EndpointSyntax.Shared(aliases, links, ip, ip6, macAddress, linkLocal);
        return EndpointSyntax.networking(networks, shared);
    }

    /** {@code name:address} or {@code name=address}, the address perhaps in brackets. */
    private static String hostEntry(String text) {
        int equals = text.indexOf('=');
        int at = equals >= 0 ? equals : text.indexOf(':');
        if (at <= 0) {
            throw CliException.badFlag(text, "--add-host", "bad format for add-host: \"" + text + "\"");
        }
        String address = text.substring(at + 1);
        if (address.length() > 2 && address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        if (!address.equals(HOST_GATEWAY) && !Addresses.isAddress(address)) {
            throw CliException.badFlag(text, "--add-host", "invalid IP address in add-host: \"" + address + "\"");
        }
        return text.substring(0, at) + ":" + address;
    }
}
