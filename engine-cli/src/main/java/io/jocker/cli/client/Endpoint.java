package io.jocker.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an engine listens: {@code unix://PATH} or {@code tcp://HOST:PORT}, and the context that says so. */
public record Endpoint(String address, String context) {
    private static final int USUAL_PORT = 2375;

    /** Connects. */
    public SocketChannel connect() {
        try {
            if (address.startsWith("unix://")) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(path()));
                return channel;
            }
            return SocketChannel.open(inet());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Path path() {
        return Path.of(address.substring("unix://".length()));
    }

    private SocketAddress inet() {
        if (!address.startsWith("tcp://")) {
            throw new CliException("Failed to initialize: unable to resolve jocker endpoint: invalid bind address "
                    + "format: " + address);
        }
        String rest = address.substring("tcp://".length());
        int colon = rest.lastIndexOf(':');
        return colon < 0 ? new InetSocketAddress(rest, USUAL_PORT)
                : new InetSocketAddress(rest.substring(0, colon), Integer.parseInt(rest.substring(colon + 1)));
    }

    private ApiException unreachable(IOException e) {
        if (address.startsWith("unix://") && Files.exists(path())
                && (e instanceof AccessDeniedException || !Files.isWritable(path()))) {
            return ApiException.unreachable("permission denied while trying to connect to the jocker daemon socket at "
                    + address + ": run as root, or join the socket's group");
        }
        return ApiException.unreachable("Cannot connect to the jocker daemon at " + address + ". Is the jocker daemon "
                + "running?");
    }
}
