package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A shim's refusal. {@link #errno} is the kernel's reason, or 0; the message is one sentence for users.
 */
public final class ShimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The refusal as it travels. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Body(String op, String target, int errno, String message) {
    }

    private final String operation;
    private final int errno;

    ShimException(Body body) {
        super(body.message());
        this.operation = body.op();
        this.errno = body.errno();
    }

    ShimException(String message, Throwable cause) {
        super(message, cause);
        this.operation = "shim";
        this.errno = 0;
    }

    /** What was tried. */
    public String operation() {
        return operation;
    }

    /** The kernel's error number, or 0. */
    public int errno() {
        return errno;
    }
}
