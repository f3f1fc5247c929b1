package io.jocker.core.host.socket;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jnr.constants.platform.Errno;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for many descriptors (epoll, one shot): idle connections cost a table entry, not a
 * thread. A registration fires once, on the poller's own thread, and is then gone; the callback must not block.
 */
public final class Poller implements AutoCloseable {
    /** What to wait for. */
    public enum Interest {
        /** Bytes to read, or the end of the stream. */
        READABLE(0x001 | 0x2000),
        /** The peer has gone: it closed both directions, not only its writing side. */
        HANGUP(0);

        private final int mask;

        Interest(int mask) {
            this.mask = mask;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int BATCH = 64;
    // The kernel packs struct epoll_event on x86-64 only.
    private static final boolean PACKED = System.getProperty("os.arch").matches("amd64|x86_64");
    private static final int EVENT = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private record Registration(int descriptor, Runnable callback) {
    }

    private final int epoll;
    private final Map<Long, Registration> registrations = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(1);
    private final Thread thread;
    private volatile boolean closed;

    /** Starts the thread. */
    public Poller(String name) {
        epoll = SocketCalls.LIBC.epoll_create1(SocketCalls.O_CLOEXEC);
        if (epoll < 0) {
            throw new EngineException(ErrorKind.INTERNAL, "epoll_create1 failed: errno " + SocketCalls.errno());
        }
        thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits once for a descriptor, which must stay open until the callback ran or the watch was cancelled.
     *
     * @return a token for {@link #cancel}
     */
    public long watch(int descriptor, Interest interest, Runnable callback) {
        long token = next.getAndIncrement();
        registrations.put(token, new Registration(descriptor, callback));
        byte[] event = new byte[EVENT];
        ByteBuffer.wrap(event).order(ByteOrder.nativeOrder())
                .putInt(0, interest.mask | EPOLLONESHOT).putLong(DATA, token);
        if (SocketCalls.LIBC.epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, event) != 0) {
            int errno = SocketCalls.errno();
            registrations.remove(token);
            throw new EngineException(ErrorKind.INTERNAL, "epoll_ctl failed: " + Errno.valueOf(errno).description());
        }
        return token;
    }

    /** Ends a watch; false if it has fired already. */
    public boolean cancel(long token) {
        Registration registration = registrations.remove(token);
        if (registration == null) {
            return false;
        }
        SocketCalls.LIBC.epoll_ctl(epoll, EPOLL_CTL_DEL, registration.descriptor, new byte[EVENT]);
        return true;
    }

    private void loop() {
        byte[] events = new byte[EVENT * BATCH];
        ByteBuffer view = ByteBuffer.wrap(events).order(ByteOrder.nativeOrder());
        while (!closed) {
            int count = SocketCalls.LIBC.epoll_wait(epoll, events, BATCH, 1000);
            for (int i = 0; i < count; i++) {
                Registration fired = registrations.remove(view.getLong(i * EVENT + DATA));
                if (fired != null) {
                    SocketCalls.LIBC.epoll_ctl(epoll, EPOLL_CTL_DEL, fired.descriptor, new byte[EVENT]);
                    run(fired.callback);
                }
            }
        }
        SocketCalls.LIBC.close(epoll);
    }

    /** Whatever one callback throws, the others still wait for this thread. */
    private static void run(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a callback of the poller failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
