package io.jocker.core.host.socket;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that listens and never accepts must not hold up whoever connects. */
class UnixStreamConnectTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(30)
    void aFullQueueIsWaitedForNoLongerThanPromised() throws IOException {
        Path path = folder.resolve("sock");
        List<UnixStream> queued = new ArrayList<>();
        try (UnixServerSocketChannel server = UnixServerSocketChannel.open()) {
            server.socket().bind(new UnixSocketAddress(path.toFile()), 1);
            long start = System.nanoTime();
            IOException failure = assertThrows(IOException.class, () -> {
                while (true) {
                    queued.add(UnixStream.connect(path));
                }
            });
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(failure.getMessage().contains("nobody accepts"), failure::toString);
            assertTrue(!queued.isEmpty() && millis >= UnixStream.CONNECT_MILLIS - 100, "after " + millis + " ms");
        } finally {
            for (UnixStream stream : queued) {
                stream.close();
            }
        }
    }

    @Test
    void whereNobodyListensIsToldAtOnce() {
        assertThrows(IOException.class, () -> UnixStream.connect(folder.resolve("nothing")));
    }
}
