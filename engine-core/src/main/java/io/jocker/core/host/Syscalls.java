package io.jocker.core.host;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;

/**
 * The C library's {@code syscall(2)} in the shapes that {@link LibC} needs. Going through numbers makes every
 * kernel call available whatever the C library's age, with the kernel's own struct layouts. Buffers must be
 * direct; byte arrays are copied, and paths among them end with a zero byte. Public only because the binding that
 * is generated at run time must see it.
 */
public interface Syscalls {
    /** Numbers only; a null pointer is 0. */
    long syscall(long number, long a, long b, long c, long d, long e);

    /** A path second. */
    long syscall(long number, long a, @In byte[] path, long c, long d, long e);

    /** A path second, a struct that the kernel only reads third. */
    long syscall(long number, long a, @In byte[] path, @In byte[] struct, long d, long e);

    /** A path second, a buffer third. */
    long syscall(long number, long a, @In byte[] path, ByteBuffer buffer, long d, long e);

    /** A path second, a buffer fifth. */
    long syscall(long number, long a, @In byte[] path, long c, long d, ByteBuffer buffer);

    /** A buffer second. */
    long syscall(long number, long a, ByteBuffer buffer, long c, long d, long e);

    /** Two paths, second and fourth. */
    long syscall(long number, long a, @In byte[] path, long c, @In byte[] other, long e);

    /** Two paths, first and third. */
    long syscall(long number, @In byte[] path, long b, @In byte[] other, long d, long e);
}
