package io.jocker.core.host;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The exclusive right to a directory, held from {@link #acquire} to {@link #close}: a kernel lock on the directory
 * itself, which leaves no file in it and ends with the process however that ends.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final Path LOCKS = Path.of("/proc/locks");

    private final Directory directory;

    private DirectoryLock(Directory directory) {
        this.directory = directory;
    }

    /**
     * Takes the lock.
     *
     * @param what how people call the directory, and {@code option} how they choose another
     * @throws EngineException CONFLICT, naming the pid of the process that holds it
     */
    public static DirectoryLock acquire(Path path, String what, String option) {
        LibC libC = new LibC();
        try {
            Directory directory = Directory.open(libC, path);
            if (libC.tryLock(directory.descriptor())) {
                return new DirectoryLock(directory);
            }
            directory.close();
            throw EngineException.conflict("the " + what + " " + path + " is in use by the jockerd with pid "
                    + holder(path) + ": stop it first, or choose another " + option);
        } catch (IOException e) {
            throw EngineException.internal("cannot lock the " + what + " " + path + ": " + e.getMessage(), e);
        }
    }

    /** Lines of /proc/locks: number, FLOCK, ADVISORY, WRITE, pid, device and inode, first and last byte. */
    private static String holder(Path path) throws IOException {
        String inode = ":" + Files.getAttribute(path, "unix:ino");
        List<String> lines = Files.readAllLines(LOCKS);
        return lines.stream().map(line -> line.trim().split(" +"))
                .filter(words -> words.length > 5 && words[1].equals("FLOCK") && words[5].endsWith(inode))
                .map(words -> words[4]).findFirst().orElse("unknown");
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (KernelException e) {
            throw EngineException.internal("cannot unlock a directory: " + e.getMessage(), e);
        }
    }
}
