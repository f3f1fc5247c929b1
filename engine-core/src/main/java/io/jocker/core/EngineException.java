package io.jocker.core;

import java.util.Objects;

/**
 * The one failure type of the engine. The message is for users: what happened, to what, and what to do. The
 * kind is for programs.
 */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    /** A failure without a cause. */
    public EngineException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    /** A failure that another one led to; {@code cause} may be null. */
    public EngineException(ErrorKind kind, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.kind = Objects.requireNonNull(kind);
    }

    /** What sort of failure this is. */
    public ErrorKind kind() {
        return kind;
    }

    /** An {@link ErrorKind#INVALID} failure. */
    public static EngineException invalid(String message) {
        return new EngineException(ErrorKind.INVALID, message);
    }

    /** An {@link ErrorKind#NOT_FOUND} failure. */
    public static EngineException notFound(String message) {
        return new EngineException(ErrorKind.NOT_FOUND, message);
    }

    /** An {@link ErrorKind#CONFLICT} failure. */
    public static EngineException conflict(String message) {
        return new EngineException(ErrorKind.CONFLICT, message);
    }

    /** An {@link ErrorKind#INTERNAL} failure. */
    public static EngineException internal(String message, Throwable cause) {
        return new EngineException(ErrorKind.INTERNAL, message, cause);
    }
}
