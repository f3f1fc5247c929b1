package io.jocker.core.log;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Reads a json-file log, oldest entry first, over its rotated files, and follows it while it grows. Memory does
 * not depend on the size of the log.
 */
public final class JsonFileReader {
    private static final int BLOCK = 256 * 1024;
    private static final long POLL_MILLIS = 20;

    private final Path path;
    private final LogQuery query;
    private final LogSink sink;
    private final LogEntry entry = new LogEntry();
    private byte[] pending = new byte[BLOCK];
    private int pendingLength;

    /** A reader of the log whose newest file is {@code path}. */
    public JsonFileReader(Path path, LogQuery query, LogSink sink) {
        this.path = path;
        this.query = query;
        this.sink = sink;
    }

    /** Reads what is there. */
    public void read() throws IOException {
        FileChannel current = readExisting();
        if (current != null) {
            current.close();
        }
        sink.flush();
    }

    /**
     * Reads what is there and what comes, until {@code writing} is false and everything was read.
     *
     * @param writing   whether more may come
     * @param cancelled asked often; ends the reading
     */
    public void follow(BooleanSupplier writing, BooleanSupplier cancelled) throws IOException {
        FileChannel current = readExisting();
        try {
            while (!cancelled.getAsBoolean()) {
                // Asked before the last look, so that nothing written in between is missed.
                boolean more = writing.getAsBoolean();
                current = current == null ? open(path) : current;
                boolean progress = current != null && drain(current);
                if (current != null && rotated(current)) {
                    drain(current);
                    current.close();
                    current = open(path);
                    progress = true;
                }
                sink.flush();
                if (!progress && !more) {
                    return;
                }
                if (!progress) {
                    pause();
                }
            }
        } finally {
            if (current != null) {
                current.close();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.conflict("interrupted while following a log");
        }
    }

    private FileChannel readExisting() throws IOException {
        List<Path> files = files();
        List<FileChannel> open = new ArrayList<>();
        try {
            for (Path file : files) {
                FileChannel channel = open(file);
                if (channel != null) {
                    open.add(channel);
                }
            }
            skipToTail(open);
            for (FileChannel channel : open) {
                drain(channel);
            }
            return open.isEmpty() ? null : open.remove(open.size() - 1);
        } finally {
            for (FileChannel channel : open) {
                channel.close();
            }
        }
    }

    /** Oldest first. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(path));
        for (int i = 1; Files.exists(Path.of(path + "." + i)); i++) {
            files.add(Path.of(path + "." + i));
        }
        Collections.reverse(files);
        return files;
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file);
        } catch (NoSuchFileException rotatedAway) {
            return null;
        }
    }

    private boolean rotated(FileChannel current) throws IOException {
        // A rotated file keeps its size; the new one under the name is another file.
        try {
            return Files.size(path) < current.position();
        } catch (NoSuchFileException beingReplaced) {
            return false;
        }
    }

    /** Positions the channels so that {@code tail} lines are left; counts backwards from the end. */
    private void skipToTail(List<FileChannel> channels) throws IOException {
        if (query.tail() < 0) {
            return;
        }
        long wanted = query.tail();
        for (int i = channels.size() - 1; i >= 0; i--) {
            FileChannel channel = channels.get(i);
            if (wanted == 0) {
                channel.position(channel.size());
                continue;
            }
            wanted = seekLines(channel, wanted);
        }
    }

    /** Leaves at most so many lines of a file; answers how many are still wanted. */
    private long seekLines(FileChannel channel, long wanted) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long end = channel.size();
        long newlines = 0;
        while (end > 0) {
            long start = Math.max(0, end - BLOCK);
            block.clear().limit((int) (end - start));
            readFully(channel, block, start);
            for (int i = block.limit() - 1; i >= 0; i--) {
                // The newline that ends the last line begins no line.
                if (block.get(i) == '\n' && ++newlines > wanted) {
                    channel.position(start + i + 1);
                    return 0;
                }
            }
            end = start;
        }
        return wanted - newlines;
    }

    private static void readFully(FileChannel channel, ByteBuffer block, long position) throws IOException {
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

    /** Reads to the end of a file; whether there was anything. */
    private boolean drain(FileChannel channel) throws IOException {
        boolean any = false;
        while (true) {
            if (pendingLength == pending.length) {
                pending = java.util.Arrays.copyOf(pending, pending.length * 2);
            }
            int count = channel.read(ByteBuffer.wrap(pending, pendingLength, pending.length - pendingLength));
            if (count <= 0) {
                return any;
            }
            any = true;
            pendingLength += count;
            emitLines();
        }
    }

    private void emitLines() throws IOException {
        int start = 0;
        for (int i = 0; i < pendingLength; i++) {
            if (pending[i] == '\n') {
                if (entry.decode(pending, start, i) && wanted()) {
                    sink.accept(entry);
                }
                start = i + 1;
            }
        }
        System.arraycopy(pending, start, pending, 0, pendingLength - start);
        pendingLength -= start;
    }

    private boolean wanted() {
        if (entry.isStderr() ? !query.stderr() : !query.stdout()) {
            return false;
        }
        if (query.since() == null && query.until() == null) {
            return true;
        }
        Instant time = Instant.parse(entry.time());
        return (query.since() == null || !time.isBefore(query.since()))
                && (query.until() == null || !time.isAfter(query.until()));
    }
}
