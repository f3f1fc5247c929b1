package io.jocker.cli;

import io.jocker.cli.terminal.SystemTerminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code jocker}: the one class that touches the process it runs in. */
public final class Main {
    private Main() {
    }

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {
        int code = run(args);
        // Not System.exit: the commands have put the terminal back themselves, so there is no hook to run, and newer
        // JDKs set their logging up to report an exit.
        Runtime.getRuntime().halt(code);
    }

    /** Runs one command with the streams, variables and folder of this process. */
    static int run(String... args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = new Cli(new FileInputStream(FileDescriptor.in), out, err, System.getenv(),
                Path.of("").toAbsolutePath(), new SystemTerminal()).run(args);
        return out.checkError() && code == 0 ? 1 : code;
    }
}
