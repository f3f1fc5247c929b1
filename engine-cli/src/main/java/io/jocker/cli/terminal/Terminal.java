package io.jocker.cli.terminal;

import java.util.function.Consumer;

/** The terminal and the signals of the process that a command runs in. */
public interface Terminal {
    /** Height and width in characters. */
    record Size(int height, int width) {
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
