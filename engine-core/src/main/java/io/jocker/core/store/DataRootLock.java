package io.jocker.core.store;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The exclusive right to one data root, held from {@link #acquire} to {@link #close}. A kernel lock, so that it
 * ends with the process however that ends; the file's content only tells a second daemon whom to name.
 */
public final class DataRootLock implements AutoCloseable {
    private static final String FILE = "jockerd.lock";

    private final FileChannel channel;

    private DataRootLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws EngineException CONFLICT, naming the pid of the daemon that holds it
     */
    public static DataRootLock acquire(Path dataRoot) {
        Path file = dataRoot.resolve(FILE);
        FileChannel channel = null;
        try {
            Files.createDirectories(dataRoot);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String pid = Files.readString(file).strip();
                channel.close();
                throw EngineException.conflict("the data root " + dataRoot + " is in use by the jockerd with pid "
                        + pid + ": stop it first, or choose another --data-root");
            }
            // Of fixed length and in place: it must work on a full disk, too.
            String text = String.format("%-10d%n", ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            return new DataRootLock(channel);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new EngineException(ErrorKind.INTERNAL, "cannot lock the data root " + dataRoot + ": "
                    + e.getMessage(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void closeQuietly(FileChannel channel, IOException reason) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INTERNAL, "cannot unlock the data root: " + e.getMessage(), e);
        }
    }
}
