package io.jocker.core.image;

/**
 * Who wants to know how a long verb gets on. Called from several threads, one at a time; must return quickly, and
 * what it throws ends the verb.
 */
public interface ProgressListener {
    /** Wants to know nothing. */
    ProgressListener NONE = new ProgressListener() {
        @Override
        public void message(String text) {
            // Nobody listens.
        }

        @Override
        public void progress(String id, String status, long current, long total) {
            // Nobody listens.
        }
    };

    /** One line for the user. */
    void message(String text);

    /** How far something is, in bytes: its short id and what happens to it ({@code Loading layer}). */
    void progress(String id, String status, long current, long total);
}
