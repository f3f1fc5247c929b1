package io.jocker.cli;

import io.jocker.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs at build time, to be recorded: the commands that people wait for, against an engine that answers from a
 * list. What they load goes into the class-data archive, so that a real invocation finds it there.
 */
public final class Training {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String ROW = "[{\"Id\":\"" + ID + "\",\"Names\":[\"/a\"],\"Image\":\"b\",\"Command\":\"c\","
            + "\"Created\":1700000000,\"State\":\"running\",\"Status\":\"Up\",\"Labels\":{},\"Ports\":[],"
            + "\"RepoTags\":[\"a:b\"],\"Size\":12345678}]";

    private Training() {
    }

    /** Runs the commands. */
    public static void main(String[] args) throws IOException {
        Path socket = Files.createTempDirectory("jocker-training").resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread thread = new Thread(() -> serve(server));
            thread.setDaemon(true);
            thread.start();
            Main.run("--version");
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
            Cli cli = new Cli(InputStream.nullInputStream(), nowhere, nowhere,
                    Map.of("DOCKER_HOST", "unix://" + socket), socket.getParent(), new NoTerminal());
            for (String line : new String[] {"ps", "images", "run --rm x true", "run -d x",
                "stop x", "rm -f x", "inspect x", "logs x", "wait x", "version", "start x"}) {
                cli.run(line.split(" "));
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.getParent());
        }
    }

    private static void serve(ServerSocketChannel server) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    ByteBuffer request = ByteBuffer.allocate(65_536);
                    client.read(request);
                    String line = new String(request.array(), 0, request.position(), StandardCharsets.UTF_8)
                            .lines().findFirst().orElse("");
                    client.write(ByteBuffer.wrap(answer(line).getBytes(StandardCharsets.ISO_8859_1)));
                }
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static String answer(String request) {
        if (request.contains("/attach")) {
            return "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n\1\0\0\0\0\0\0\3hi\n";
        }
        if (request.contains("/logs")) {
            return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n\1\0\0\0\0\0\0\3hi\n\r\n0\r\n\r\n";
        }
        String body = request.contains("/wait") ? "{\"StatusCode\":0}"
                : request.contains("/create") ? "{\"Id\":\"" + ID + "\",\"Warnings\":[]}"
                : request.contains("/containers/json") || request.contains("/images/json") ? ROW
                : "{\"Id\":\"" + ID + "\",\"State\":{\"Running\":false},\"Config\":{\"Tty\":false}}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    /** A process without a terminal. */
    private static final class NoTerminal implements Terminal {
        @Override
        public boolean inputIsTerminal() {
            return false;
        }

        @Override
        public boolean outputIsTerminal() {
            return false;
        }

        @Override
        public Size size() {
            return new Size(0, 0);
        }

        @Override
        public AutoCloseable raw() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public void onSignal(String name, Consumer<String> callback) {
            // There are none.
        }
    }
}
