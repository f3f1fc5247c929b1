package io.jocker.daemon.handler;

import java.io.IOException;

/** Answers calls of one endpoint. */
@FunctionalInterface
public interface ApiHandler {
    /** Answers one call; an {@link IOException} means that the client is gone. */
    void handle(ApiCall call) throws IOException;
}
