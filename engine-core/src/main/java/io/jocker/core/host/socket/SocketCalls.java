package io.jocker.core.host.socket;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The C library's calls on sockets and on sets of descriptors. A negative answer leaves its reason in errno. */
public interface SocketCalls {
    /** The one binding of this process. */
    SocketCalls LIBC = LibraryLoader.create(SocketCalls.class).load("c");

    int SHUT_RD = 0;
    int SHUT_WR = 1;
    int SHUT_RDWR = 2;
    int SPLICE_MOVE = 1;
    int SPLICE_MORE = 4;
    int O_CLOEXEC = 0x80000;

    /** socketpair(2). */
    int socketpair(int domain, int type, int protocol, @Out int[] fds);

    /** setsockopt(2). */
    int setsockopt(int fd, int level, int name, @In byte[] value, int length);

    /** shutdown(2). */
    int shutdown(int fd, int how);

    /** close(2). */
    int close(int fd);

    /** umask(2); of the whole process. */
    int umask(int mask);

    /** pipe2(2). */
    int pipe2(@Out int[] fds, int flags);

    /** splice(2); the offsets are always null here. */
    @ssize_t long splice(int in, Pointer inOffset, int out, Pointer outOffset, @size_t long length, int flags);

    /** epoll_create1(2). */
    int epoll_create1(int flags);

    /** epoll_ctl(2); the event is 12 packed bytes on x86-64, 16 elsewhere. */
    int epoll_ctl(int epoll, int operation, int fd, @In byte[] event);

    /** epoll_wait(2). */
    int epoll_wait(int epoll, @Out byte[] events, int max, int timeoutMillis);

    /** The errno of this thread's last call. */
    static int errno() {
        return Runtime.getSystemRuntime().getLastError();
    }
}
