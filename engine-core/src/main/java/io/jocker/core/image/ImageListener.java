package io.jocker.core.image;

import io.jocker.core.reference.Digest;

/** Who wants to know what becomes of images. Called after the fact is durable; must return quickly. */
@FunctionalInterface
public interface ImageListener {
    /** Wants to know nothing. */
    ImageListener NONE = (action, id, name) -> { };

    /** What happened, in the words of Docker's events. */
    enum Action {
        /** Came out of an archive. */
        LOAD,
        /** Got a name. */
        TAG,
        /** Lost a name. */
        UNTAG,
        /** Is gone. */
        DELETE
    }

    /** Something happened to this image; {@code name} is the name concerned, or the id where none is. */
    void happened(Action action, Digest id, String name);
}
