package io.jocker.core.host;

import jnr.ffi.annotations.In;

/** {@code syscall(2)} in the shapes that {@link Mounts} needs; public only for the binding made at run time. */
public interface MountCalls {
    /** mount(2): three names, flags, options. */
    long syscall(long number, @In byte[] source, @In byte[] target, @In byte[] type, long flags, @In byte[] data);

    /** umount2(2). */
    long syscall(long number, @In byte[] target, long flags);

    /** open_tree(2). */
    long syscall(long number, long directory, @In byte[] path, long flags);

    /** move_mount(2). */
    long syscall(long number, long from, @In byte[] fromPath, long to, @In byte[] toPath, long flags);

    /** close(2). */
    long syscall(long number, long descriptor);
}
