package io.jocker.daemon;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that a start makes, with its parents, if it is not there; a start that is refused takes back what it
 * made. Whoever does so must hold the lock of the directory, since another daemon may be about to use it.
 */
final class NewTree {
    private final Path top;

    private NewTree(Path top) {
        this.top = top;
    }

    /** Makes a directory where there is none. */
    static NewTree make(Path directory) {
        Path missing = null;
        for (Path at = directory; at != null && !Files.exists(at); at = at.getParent()) {
            missing = at;
        }
        try {
            Files.createDirectories(directory);
            return new NewTree(missing);
        } catch (IOException e) {
            throw EngineException.internal("cannot make the directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Removes what was not there before. */
    void takeBack() {
        if (top == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(top)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + top + " again: " + e.getMessage(), e);
        }
    }
}
