package io.jocker.daemon;

import io.jocker.core.host.socket.UnixStream;
import io.jocker.daemon.config.DaemonConfig;
import io.jocker.daemon.config.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Runs at build time, to be recorded: a daemon on roots of its own that answers some requests. What it loads goes
 * into the class-data archive, so that a real daemon finds it there and answers sooner.
 */
public final class Training {
    private Training() {
    }

    /** Starts, asks, stops. */
    public static void main(String[] args) throws IOException {
        Path root = Files.createTempDirectory(Path.of("/run"), "jkt");
        Path socket = root.resolve("s");
        try {
            Options options = new Options();
            new CommandLine(options).parseArgs("--data-root", root.resolve("d").toString(), "--exec-root",
                    root.resolve("e").toString(), "--host", "unix://" + socket, "--log-level", "error");
            DaemonConfig config = DaemonConfig.load(options);
            Logging.configure(config);
            try (Daemon daemon = Daemon.start(config)) {
                daemon.reload(options);
                for (String request : List.of("GET /_ping", "GET /version", "GET /info", "GET /containers/json?all=1",
                        "POST /images/create?fromImage=hello-world", "GET /images/json",
                        "GET /v1.44/containers/x/json")) {
                    ask(socket, request);
                }
            }
        } finally {
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void ask(Path socket, String request) throws IOException {
        try (UnixStream stream = UnixStream.connect(socket)) {
            stream.output().write((request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            stream.input().readAllBytes();
        }
    }
}
