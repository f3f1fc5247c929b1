package io.jocker.cli.terminal;

import java.io.IOException;
import java.util.function.Consumer;

/** The terminal and the signals of the process that a command runs in. */
public interface Terminal {
    /** Height and width in characters. */
    record Size(int height, int width) {
    }

    /** A terminal in raw mode; closing it puts back what was. */
    interface Raw extends AutoCloseable {
        @Override
        void close() throws IOException;

        /** The raw mode of a terminal. */
        static Raw of(Terminal terminal) {
            AutoCloseable raw = terminal.raw();
            return () -> {
                try {
                    raw.close();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            };
        }
    }

    /** Whether standard input is a terminal. */
    boolean inputIsTerminal();

    /** Whether standard output is a terminal. */
    boolean outputIsTerminal();

    /** The terminal's size; 0 by 0 if it has none. */
    Size size();

    /** Passes every key on as it is; closing puts back what was. */
    AutoCloseable raw();

    /** Calls back when a signal (by name, without SIG) arrives, instead of what it usually does. */
    void onSignal(String name, Consumer<String> callback);
}
