package io.jocker.cli.client;

/** The engine's refusal with its message and HTTP status, or that the engine could not be asked (status 0). */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** A refusal with the engine's words. */
    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** That there is no engine to ask. */
    static ApiException unreachable(String message) {
        return new ApiException(0, message);
    }

    /** What the user is told. */
    public String sentence() {
        return status == 0 ? getMessage() : "Error response from daemon: " + getMessage();
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
