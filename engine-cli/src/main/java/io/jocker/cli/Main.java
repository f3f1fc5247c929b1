package io.jocker.cli;

import io.jocker.cli.terminal.SystemTerminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/** {@code jocker}: the one class that touches the process it runs in. */
public final class Main {
    private Main() {
    }

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        int code = new Cli(new FileInputStream(FileDescriptor.in), out, err, System.getenv(),
                Path.of("").toAbsolutePath(), new SystemTerminal()).run(args);
        out.flush();
        // Not System.exit: there are no hooks to run but the terminal's, and those run here too.
        Runtime.getRuntime().exit(code);
    }
}
