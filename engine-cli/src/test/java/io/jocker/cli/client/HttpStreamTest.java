package io.jocker.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStreamTest {
    @TempDir
    Path folder;

    /** Reads the answer that a peer gives, byte by byte where {@code slow}, before it closes. */
    private String exchange(String answer, boolean slow) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s" + answer.hashCode() + slow));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            Thread peer = new Thread(() -> answer(server, answer.getBytes(StandardCharsets.UTF_8), slow));
            peer.start();
            try (HttpStream stream = new HttpStream(SocketChannel.open(address))) {
                stream.readHead();
                return stream.status() + " " + new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static void answer(ServerSocketChannel server, byte[] bytes, boolean slow) {
        try (SocketChannel client = server.accept()) {
            for (int at = 0; at < bytes.length; at += slow ? 1 : bytes.length) {
                client.write(ByteBuffer.wrap(bytes, at, slow ? 1 : bytes.length));
            }
        } catch (IOException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertAnswer(String expected, String answer) throws IOException {
        assertEquals(expected, exchange(answer, false));
        assertEquals(expected, exchange(answer, true));
    }

    @Test
    void everyFraming() throws IOException {
        assertAnswer("200 hello", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more");
        assertAnswer("200 hello", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n"
                + "0\r\n\r\n");
        assertAnswer("200 hello", "HTTP/1.0 200 OK\n\nhello");
        assertAnswer("204 ", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");
        assertAnswer("200 a", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nCONTENT-LENGTH:1\r\n\r\na");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nA: b", "garbage\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"})
    void garbageIsAFailureToReport(String answer) {
        assertThrows(IOException.class, () -> exchange(answer, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Content-Length: 5|he", "Transfer-Encoding: chunked|5__he",
        "Transfer-Encoding: chunked|2__he__"})
    void aCutBodyIsAFailureToReport(String header, String body) {
        assertThrows(IOException.class, () -> exchange("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n"
                + body.replace("__", "\r\n"), false));
    }
}
