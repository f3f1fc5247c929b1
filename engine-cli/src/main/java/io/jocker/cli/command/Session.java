package io.jocker.cli.command;

import io.jocker.cli.client.ConfigFile;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that a command has of the world: nothing of it is taken from the process, so that a test, or a process that
 * serves many calls, can give it what it likes.
 */
public record Session(EngineClient client, InputStream in, PrintStream out, PrintStream err,
        Map<String, String> environment, Path directory, Terminal terminal, ConfigFile settings) {
}
