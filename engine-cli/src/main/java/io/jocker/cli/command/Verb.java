package io.jocker.cli.command;

import java.io.IOException;

/** What a command does. */
public interface Verb {
    /** Runs and returns the exit code. */
    int run(Session session) throws IOException;
}
