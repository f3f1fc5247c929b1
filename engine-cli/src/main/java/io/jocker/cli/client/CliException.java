package io.jocker.cli.client;

/** A failure to tell the user: one sentence, and the exit code of the command. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int USAGE = 125;

    private final int exitCode;
    private final boolean usage;

    /** A failure that ends the command with {@code exitCode}. */
    public CliException(int exitCode, String message) {
        this(exitCode, message, false);
    }

    private CliException(int exitCode, String message, boolean usage) {
        super(message);
        this.exitCode = exitCode;
        this.usage = usage;
    }

    /** A failure that ends the command with 1. */
    public CliException(String message) {
        this(1, message);
    }

    /** That a flag has a value which it cannot have: the usage line follows. */
    public static CliException badFlag(String value, String flag, String reason) {
        return new CliException(USAGE, "invalid argument " + quoted(value) + " for \"" + flag + "\" flag: " + reason,
                true);
    }

    /** As Go quotes a string. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                .replace("\t", "\\t") + "\"";
    }

    /** That the command line is wrong: the usage line follows. */
    public static CliException usage(int exitCode, String message) {
        return new CliException(exitCode, message, true);
    }

    /** Whether the usage line is to follow. */
    public boolean isUsage() {
        return usage;
    }

    /** What the command returns. */
    public int exitCode() {
        return exitCode;
    }
}
