package io.jocker.core.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** An open file of a log, and which file it is: its name may soon be another's. */
record LogFile(FileChannel channel, Object key) implements AutoCloseable {
    private static final int ATTEMPTS = 100;

    /** Opens the file of this name; null if there is none. */
    static LogFile open(Path file) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Object before = key(file);
            if (before == null) {
                return null;
            }
            try {
                LogFile open = new LogFile(FileChannel.open(file), before);
                // The same before and after: then it is that of what was opened in between.
                if (open.isStill(file)) {
                    return open;
                }
                open.close();
            } catch (NoSuchFileException rotatedAway) {
                continue;
            }
        }
        throw new IOException("the log " + file + " is rotated faster than it can be opened");
    }

    private static Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Whether the name still means this file; a name that means nothing just now is being given to another. */
    boolean isStill(Path file) throws IOException {
        Object now = key(file);
        return now == null || now.equals(key);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
