package io.jocker.daemon.http;

import java.io.IOException;

/** Answers requests. */
@FunctionalInterface
public interface HttpHandler {
    /** Answers one request; an {@link IOException} means that the client is gone. */
    void handle(Exchange exchange) throws IOException;
}
