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

/** Where an engine listens: {@code unix://PATH} or {@code tcp://HOST:PORT}. */
public record Endpoint(String address) {
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
            throw new CliException("unable to parse engine host `" + address + "`: unix://PATH or tcp://HOST:PORT is "
                    + "expected");
        }
        String rest = address.substring("tcp://".length());
        int colon = rest.lastIndexOf(':');
        return colon < 0 ? new InetSocketAddress(rest, USUAL_PORT)
                : new InetSocketAddress(rest.substring(0, colon), Integer.parseInt(rest.substring(colon + 1)));
    }

    private CliException unreachable(IOException e) {
        if (address.startsWith("unix://") && Files.exists(path())
                && (e instanceof AccessDeniedException || !Files.isWritable(path()))) {
            return new CliException("permission denied while trying to connect to the jocker daemon socket at "
                    + address + ": run as root, or join the socket's group");
        }
        return new CliException("Cannot connect to the jocker daemon at " + address + ". Is the jockerd daemon "
                + "running?");
    }
}
