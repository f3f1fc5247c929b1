package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import io.jocker.daemon.handler.ApiCall;

/** The size of a terminal, in characters. */
record TerminalSize(int height, int width) {
    /** From the query parameters {@code h} and {@code w}. */
    static TerminalSize of(ApiCall call) {
        Integer height = call.number("h");
        Integer width = call.number("w");
        if (height == null || width == null || height < 0 || width < 0) {
            throw EngineException.invalid("invalid resize: h and w are sizes in characters");
        }
        return new TerminalSize(height, width);
    }
}
