package io.jocker.cli.command.container;

import io.jocker.cli.client.Json;
import java.util.List;

/** A container's ports as listings show them. */
final class Ports {
    private Ports() {
    }

    /** {@code 0.0.0.0:80->80/tcp, 443/tcp}. */
    static String text(List<?> ports) {
        return String.join(", ", ports.stream().map(Ports::one).toList());
    }

    private static String one(Object port) {
        String inside = Json.text(port, "PrivatePort") + "/" + Json.text(port, "Type");
        if (Json.number(port, "PublicPort") == 0) {
            return inside;
        }
        String address = Json.text(port, "IP");
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + Json.text(port, "PublicPort") + "->"
                + inside;
    }
}
