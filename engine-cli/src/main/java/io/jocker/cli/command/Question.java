package io.jocker.cli.command;

import java.io.IOException;

/** Asks the user whether to go on. */
public final class Question {
    private Question() {
    }

    /** Whether the answer was yes; anything else, and the end of the input, is no. */
    public static boolean confirmed(Session session, String warning) throws IOException {
        session.out().print(warning + "\nAre you sure you want to continue? [y/N] ");
        session.out().flush();
        StringBuilder answer = new StringBuilder();
        for (int b = session.in().read(); b >= 0 && b != '\n'; b = session.in().read()) {
            answer.append((char) b);
        }
        return answer.toString().strip().equalsIgnoreCase("y");
    }
}
