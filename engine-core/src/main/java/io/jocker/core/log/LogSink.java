package io.jocker.core.log;

import java.io.IOException;

/** Takes entries of a log. */
public interface LogSink {
    /**
     * Takes one entry.
     *
     * @param entry valid only during the call
     */
    void accept(LogEntry entry) throws IOException;

    /** Nothing more is there just now: what was held back should be sent. */
    void flush() throws IOException;
}
