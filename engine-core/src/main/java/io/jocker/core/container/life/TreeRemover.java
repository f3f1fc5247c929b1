package io.jocker.core.container.life;

import java.nio.file.Path;

/** Removes a directory tree that others have written: names are bytes, links are never followed. */
@FunctionalInterface
public interface TreeRemover {
    /** Removes the tree; nothing happens if it is not there. */
    void remove(Path directory);
}
