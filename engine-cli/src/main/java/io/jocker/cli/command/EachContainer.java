package io.jocker.cli.command;

import io.jocker.cli.client.ApiException;
import java.util.List;

/** Does the same with several things; what fails is told, and the others are done all the same. */
public final class EachContainer {
    /** What is done with one. */
    public interface Action {
        void accept(String name);
    }

    private EachContainer() {
    }

    /** Prints each name that succeeded; returns 1 if any failed. */
    public static int run(Session session, List<String> names, Action action) {
        int code = 0;
        for (String name : names) {
            try {
                action.accept(name);
                session.out().println(name);
            } catch (ApiException e) {
                session.err().println(e.sentence());
                code = 1;
            }
        }
        return code;
    }
}
