package io.jocker.core.host;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;

/** {@code syscall(2)} in the shapes of the extended attributes' calls; as {@link Syscalls}. */
public interface XattrCalls {
    /** A path, a name and a value: set. */
    long syscall(long number, @In byte[] path, @In byte[] name, @In byte[] value, long size, long flags);

    /** A path, a name and a buffer: get. */
    long syscall(long number, @In byte[] path, @In byte[] name, ByteBuffer value, long size);

    /** A path and a buffer: list. */
    long syscall(long number, @In byte[] path, ByteBuffer names, long size);

    /** A path and a name: remove. */
    long syscall(long number, @In byte[] path, @In byte[] name);
}
