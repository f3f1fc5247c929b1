package io.jocker.cli.client;

/** A failure to tell the user: one sentence, and the exit code of the command. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure that ends the command with {@code exitCode}. */
    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** A failure that ends the command with 1. */
    public CliException(String message) {
        this(1, message);
    }

    /** What the command returns. */
    public int exitCode() {
        return exitCode;
    }
}
