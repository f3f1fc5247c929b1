package io.jocker.cli.command.container;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code port}. */
@Command(customSynopsis = "CONTAINER [PRIVATE_PORT[/PROTO]]",
        description = "List port mappings or a specific mapping for the container")
public final class PortVerb implements Verb {
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "CONTAINER")
    String container;
    @Parameters(index = "1", arity = "0..1", paramLabel = "PRIVATE_PORT[/PROTO]")
    String port;

    @Override
    public int run(Session session) {
        Object report = session.client().json("GET", "/containers/" + EngineClient.escape(container) + "/json", null);
        Map<Object, Object> ports = new TreeMap<>(Json.get(report, "NetworkSettings", "Ports") instanceof Map<?, ?> m
                ? m : Map.of());
        if (port == null) {
            ports.forEach((inside, bindings) -> hosts(bindings).forEach(h -> session.out().println(inside + " -> "
                    + h)));
            return 0;
        }
        String wanted = port.contains("/") ? port : port + "/tcp";
        List<String> hosts = hosts(ports.get(wanted));
        if (hosts.isEmpty()) {
            throw new CliException("no public port '" + wanted + "' published for " + container);
        }
        hosts.forEach(session.out()::println);
        return 0;
    }

    private static List<String> hosts(Object bindings) {
        List<String> hosts = new ArrayList<>();
        for (Object binding : bindings instanceof List<?> list ? list : List.of()) {
            String address = Json.text(binding, "HostIp");
            hosts.add((address.contains(":") ? "[" + address + "]" : address) + ":" + Json.text(binding, "HostPort"));
        }
        return hosts;
    }
}
