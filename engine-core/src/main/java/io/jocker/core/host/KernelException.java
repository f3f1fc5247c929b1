package io.jocker.core.host;

import java.io.IOException;
import jnr.constants.platform.Errno;

/**
 * A system call that failed: what was tried, on what, and why. It stays a checked {@link IOException} until the
 * verb that knows what it means for the user turns it into an {@link io.jocker.core.EngineException}.
 */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** A failure of {@code call} on {@code subject} (a path as people can read it) with this errno. */
    public KernelException(String call, String subject, int errno) {
        super(call + " " + subject + ": " + description(errno));
        this.errno = errno;
    }

    /** The number, as in errno(3). */
    public int errno() {
        return errno;
    }

    /** Whether it is this one. */
    public boolean is(Errno expected) {
        return errno == expected.intValue();
    }

    /** Whether there was no room: on the disk, or in the owner's quota. */
    public boolean isDiskFull() {
        return is(Errno.ENOSPC) || is(Errno.EDQUOT);
    }

    private static String description(int errno) {
        Errno known = Errno.valueOf(errno);
        return known.defined() ? known.description() : "errno " + errno;
    }
}
