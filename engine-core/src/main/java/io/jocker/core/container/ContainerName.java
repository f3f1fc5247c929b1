package io.jocker.core.container;

import io.jocker.core.EngineException;
import java.util.regex.Pattern;

/** What containers may be called. */
public final class ContainerName {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private ContainerName() {
    }

    /**
     * The name without its slash.
     *
     * @throws EngineException INVALID, with Docker's words
     */
    public static String check(String given) {
        String name = given.startsWith("/") ? given.substring(1) : given;
        if (!NAME.matcher(name).matches()) {
            throw EngineException.invalid("Invalid container name (" + given + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] "
                    + "are allowed");
        }
        return name;
    }
}
