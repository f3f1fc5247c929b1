package io.jocker.core.host.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import jnr.unixsocket.Credentials;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * A connected Unix stream socket in blocking mode. One thread may read while another writes. Closing wakes both
 * with the end of the stream.
 */
public final class UnixStream implements Closeable {
    /** How long {@link #connect} waits. */
    static final long CONNECT_MILLIS = 2_000;
    private static final int BUFFER = 64 * 1024;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;

    private final UnixSocketChannel channel;
    private final int descriptor;

    UnixStream(UnixSocketChannel channel) {
        this.channel = channel;
        this.descriptor = channel.getFD();
    }

    /** Takes over an open descriptor. */
    public static UnixStream adopt(int descriptor) {
        return new UnixStream(UnixSocketChannel.fromFD(descriptor));
    }

    /**
     * Connects to a listening socket. One that accepts nobody while its queue is full is waited for no longer than
     * {@link #CONNECT_MILLIS}.
     *
     * @throws IOException if nobody listens or accepts there, or the path is too long for a socket address
     */
    public static UnixStream connect(Path path) throws IOException {
        UnixStream stream = new UnixStream(UnixSocketChannel.open());
        try {
            stream.setTimeout(CONNECT_MILLIS);
            if (!stream.channel.connect(new UnixSocketAddress(path.toFile()))) {
                throw new IOException("nobody accepts a connection at " + path);
            }
            stream.setTimeout(0);
            return stream;
        } catch (IOException | RuntimeException e) {
            stream.channel.close();
            throw e;
        }
    }

    /** A connected pair of raw descriptors, both close-on-exec. */
    public static int[] pair() throws IOException {
        int[] fds = new int[2];
        if (SocketCalls.LIBC.socketpair(AF_UNIX, SOCK_STREAM_CLOEXEC, 0, fds) != 0) {
            throw new IOException("socketpair failed: errno " + SocketCalls.errno());
        }
        return fds;
    }

    /** The number of the descriptor, valid until {@link #close}. */
    public int descriptor() {
        return descriptor;
    }

    /** The process at the other end, as it was when it connected. */
    public PeerIdentity peer() throws IOException {
        Credentials credentials = channel.getOption(UnixSocketOptions.SO_PEERCRED);
        return new PeerIdentity(credentials.getPid(), credentials.getUid(), credentials.getGid());
    }

    /** Makes reads and writes fail that make no progress for so long; 0 waits for ever. */
    public void setTimeout(long millis) {
        setReadTimeout(millis);
        setOption(SO_SNDTIMEO, millis);
    }

    /** Makes reads see the end if nothing comes for so long; 0 waits for ever. */
    public void setReadTimeout(long millis) {
        setOption(SO_RCVTIMEO, millis);
    }

    private void setOption(int option, long millis) {
        byte[] timeval = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder())
                .putLong(millis / 1000).putLong(millis % 1000 * 1000).array();
        SocketCalls.LIBC.setsockopt(descriptor, SOL_SOCKET, option, timeval, timeval.length);
    }

    /** Reads what there is into a direct buffer; -1 at the end. */
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    /** Writes all of a buffer, direct for speed. */
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    /** A stream of what arrives, with a buffer of its own. */
    public InputStream input() {
        return new In();
    }

    /** An unbuffered stream of what is sent. */
    public OutputStream output() {
        return new Out();
    }

    /** Tells the peer that nothing more will come; reading goes on. */
    public void shutdownOutput() {
        SocketCalls.LIBC.shutdown(descriptor, SocketCalls.SHUT_WR);
    }

    @Override
    public void close() throws IOException {
        // close(2) alone does not wake a thread that is blocked in read(2).
        if (channel.isOpen()) {
            SocketCalls.LIBC.shutdown(descriptor, SocketCalls.SHUT_RDWR);
            channel.close();
        }
    }

    private final class In extends InputStream {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).limit(0);

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(bytes, offset, count);
            return count;
        }

        @Override
        public int available() {
            return buffer.remaining();
        }

        private boolean fill() throws IOException {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int count = channel.read(buffer);
                buffer.flip();
                if (count == 0) {
                    throw new SocketTimeoutException("nothing came in time");
                }
                return count > 0;
            }
            return true;
        }
    }

    private final class Out extends OutputStream {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            int end = offset + length;
            while (at < end) {
                int count = Math.min(end - at, buffer.capacity());
                buffer.clear().put(bytes, at, count).flip();
                UnixStream.this.write(buffer);
                at += count;
            }
        }
    }
}
