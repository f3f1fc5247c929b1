package io.jocker.core.container;

import io.jocker.core.EngineException;

/** What to wait for. */
public enum WaitCondition {
    /** It does not run: at once if it does not run now. */
    NOT_RUNNING,
    /** It ends the next time, even if it does not run now. */
    NEXT_EXIT,
    /** It has been removed. */
    REMOVED;

    /** From the API's word; null and empty mean {@link #NOT_RUNNING}. */
    public static WaitCondition parse(String word) {
        return switch (word == null ? "" : word) {
            case "", "not-running" -> NOT_RUNNING;
            case "next-exit" -> NEXT_EXIT;
            case "removed" -> REMOVED;
            default -> throw EngineException.invalid("invalid condition: \"" + word + "\"");
        };
    }
}
