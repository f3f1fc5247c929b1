package io.jocker.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;

/** An open file of a log, and which file it is: its name may soon be another's. */
record LogFile(FileChannel channel, Object key) implements AutoCloseable {
    private static final int ATTEMPTS = 100;

    /** Whether there is a file of this name, be it compressed. */
    static boolean exists(Path file) {
        return Files.exists(file) || Files.exists(compressed(file));
    }

    private static Path compressed(Path file) {
        return Path.of(file + ".gz");
    }

    /** Opens the file of this name, or what it was compressed to; null if there is none. */
    static LogFile open(Path file) throws IOException {
        LogFile plain = openPlain(file);
        return plain == null && Files.exists(compressed(file)) ? openCompressed(compressed(file)) : plain;
    }

    /** Unpacked into a file without a name, so that it can be read from its end, too. */
    private static LogFile openCompressed(Path file) throws IOException {
        Path unpacked = Files.createTempFile("log", null);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
            return new LogFile(FileChannel.open(unpacked, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE),
                    file);
        } catch (IOException e) {
            Files.deleteIfExists(unpacked);
            throw e;
        }
    }

    /** Fills the buffer from a position, as far as there are bytes, and flips it. */
    static void readFully(FileChannel channel, ByteBuffer block, long position) throws IOException {
        long at = position;
        while (block.hasRemaining()) {
            int count = channel.read(block, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        block.flip();
    }

    private static LogFile openPlain(Path file) throws IOException {
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
