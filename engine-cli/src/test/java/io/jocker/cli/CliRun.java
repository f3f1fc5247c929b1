package io.jocker.cli;

import io.jocker.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One invocation of the client in this process: its world, its exit code and what it printed. */
final class CliRun implements Terminal {
    final Map<String, String> environment = new HashMap<>();
    final Map<String, Consumer<String>> signals = new HashMap<>();
    Path directory = Path.of("/");
    String stdin = "";
    boolean tty;
    int rawEntered;
    int rawLeft;
    int code;
    String out;
    String err;

    /** Against the engine at {@code host}. */
    CliRun(String host) {
        environment.put("DOCKER_HOST", host);
        environment.put("HOME", "/nonexistent");
    }

    /** Runs with these arguments. */
    CliRun run(String... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        PrintStream outStream = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(errBytes, true, StandardCharsets.UTF_8);
        code = new Cli(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), outStream, errStream,
                environment, directory, this).run(args);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return this;
    }

    @Override
    public boolean inputIsTerminal() {
        return tty;
    }

    @Override
    public boolean outputIsTerminal() {
        return tty;
    }

    @Override
    public Size size() {
        return tty ? new Size(24, 80) : new Size(0, 0);
    }

    @Override
    public AutoCloseable raw() {
        rawEntered++;
        return () -> rawLeft++;
    }

    @Override
    public void onSignal(String name, Consumer<String> callback) {
        signals.put(name, callback);
    }
}
