package io.jocker.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An engine on a Unix socket that answers what the test has told it to, and remembers what it was asked. */
final class FakeEngine implements AutoCloseable {
    /** One request: its first line without the protocol, and its body. */
    record Request(String line, String body) {
    }

    private final Path folder;
    private final ServerSocketChannel server;
    private final Map<String, Deque<byte[]>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile String input = "";

    FakeEngine() throws IOException {
        folder = Files.createTempDirectory("fake");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
        Thread thread = new Thread(this::serve, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    String host() {
        return "unix://" + folder.resolve("s");
    }

    /** The next request whose first line starts so gets this answer; the last answer stays. */
    FakeEngine on(String start, int status, String body) {
        return onRaw(start, "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** As {@link #on}, with the answer's every byte; an attach answers its frames and then reads its input. */
    FakeEngine onRaw(String start, String answer) {
        answers.computeIfAbsent(start, s -> new ArrayDeque<>()).add(answer.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** What was asked, oldest first. */
    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    /** The body of the request whose first line starts so. */
    String body(String start) {
        return requests.stream().filter(r -> unversioned(r.line()).startsWith(start)).findFirst().orElseThrow().body();
    }

    /** What came on the attached connection after its head. */
    String input() {
        return input;
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread thread = new Thread(() -> answer(client));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            InputStream in = Channels.newInputStream(client);
            String first = line(in);
            String line = first.substring(0, first.lastIndexOf(' '));
            int length = 0;
            boolean chunked = false;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(java.util.Locale.ROOT);
                length = lower.startsWith("content-length:") ? Integer.parseInt(header.substring(15).strip()) : length;
                chunked |= lower.startsWith("transfer-encoding: chunked");
            }
            String body = chunked ? chunks(in) : new String(in.readNBytes(length), StandardCharsets.UTF_8);
            requests.add(new Request(line, body));
            client.write(ByteBuffer.wrap(find(line)));
            if (line.contains("/attach") && line.contains("stdin=1")) {
                input = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException gone) {
            requests.add(new Request("broken " + gone, ""));
        }
    }

    private static String unversioned(String line) {
        return line.replaceFirst(" /v1\\.\\d+/", " /");
    }

    private synchronized byte[] find(String line) {
        return answers.entrySet().stream().filter(e -> unversioned(line).startsWith(e.getKey()))
                .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
                .map(e -> e.getValue().size() > 1 ? e.getValue().poll() : e.getValue().peek())
                .orElse("HTTP/1.1 404 X\r\nContent-Length: 28\r\n\r\n{\"message\":\"page not found\"}"
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line(in);
        }
        return body.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(folder.resolve("s"));
        Files.deleteIfExists(folder);
    }
}
