package io.jocker.core.host.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;

/** A listening Unix socket: bound to a path by us, or inherited from a service manager. */
public final class UnixListener implements Closeable {
    private static final int BACKLOG = 1024;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int OWNER_ONLY = 0177;

    /** accept4(2), which jnr-unixsocket does not offer: accepted descriptors must not leak into children. */
    public interface AcceptCall {
        /** accept4 with null addresses. */
        int accept4(int fd, byte[] address, byte[] length, int flags);
    }

    private static final AcceptCall LIBC = LibraryLoader.create(AcceptCall.class).load("c");

    private final int descriptor;
    private final UnixServerSocketChannel channel;
    private final Path path;
    private final AtomicBoolean closed = new AtomicBoolean();

    private UnixListener(int descriptor, UnixServerSocketChannel channel, Path path) {
        this.descriptor = descriptor;
        this.channel = channel;
        this.path = path;
    }

    /**
     * Binds and listens. The socket is born closed to others (0600); the caller opens it up.
     *
     * @throws IOException if the path is taken, too long or its folder missing
     */
    public static UnixListener bind(Path path) throws IOException {
        UnixServerSocketChannel channel = UnixServerSocketChannel.open();
        try {
            // It listens as soon as it has a name, so it must be born closed.
            int before = SocketCalls.LIBC.umask(OWNER_ONLY);
            try {
                channel.socket().bind(new UnixSocketAddress(path.toFile()), BACKLOG);
            } finally {
                SocketCalls.LIBC.umask(before);
            }
            return new UnixListener(channel.getFD(), channel, path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Takes over a descriptor that listens already (socket activation). */
    public static UnixListener adopt(int descriptor) {
        return new UnixListener(descriptor, null, null);
    }

    /** Waits for a client; null once the listener is closed. */
    public UnixStream accept() throws IOException {
        while (true) {
            int fd = LIBC.accept4(descriptor, null, null, SOCK_CLOEXEC);
            if (fd >= 0) {
                return UnixStream.adopt(fd);
            }
            int errno = SocketCalls.errno();
            if (errno == Errno.EINVAL.intValue() || errno == Errno.EBADF.intValue()) {
                return null;
            }
            if (errno != Errno.EINTR.intValue() && errno != Errno.ECONNABORTED.intValue()) {
                throw new IOException("accept failed: " + Errno.valueOf(errno).description());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        SocketCalls.LIBC.shutdown(descriptor, SocketCalls.SHUT_RDWR);
        if (channel != null) {
            channel.close();
            Files.deleteIfExists(path);
        } else {
            SocketCalls.LIBC.close(descriptor);
        }
    }
}
