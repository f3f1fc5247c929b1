package io.jocker.core.log;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
        LogFile current = readExisting();
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
        LogFile current = readExisting();
        try {
            while (!cancelled.getAsBoolean()) {
                // Asked before the last look, so that nothing written in between is missed.
                boolean more = writing.getAsBoolean();
                current = current == null ? LogFile.open(path) : current;
                boolean progress = current != null && drain(current.channel());
                if (current != null && !current.isStill(path)) {
                    current = readRotated(current);
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

    /** Reads the rest of a file that has been rotated away and every file that came after it but the newest. */
    private LogFile readRotated(LogFile old) throws IOException {
        drain(old.channel());
        old.close();
        int index = 1;
        while (Files.exists(rotated(index)) && !old.isStill(rotated(index))) {
            index++;
        }
        // Not among them: it is gone already, with nothing of it unread, and what is left comes after it.
        for (int i = index - 1; i >= 1; i--) {
            try (LogFile between = LogFile.open(rotated(i))) {
                if (between != null) {
                    drain(between.channel());
                }
            }
        }
        return LogFile.open(path);
    }

    private Path rotated(int index) {
        return Path.of(path + "." + index);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.conflict("interrupted while following a log");
        }
    }

    private LogFile readExisting() throws IOException {
        List<LogFile> open = new ArrayList<>();
        try {
            for (Path file : files()) {
                LogFile log = LogFile.open(file);
                if (log != null) {
                    open.add(log);
                }
            }
            skipToTail(open);
            for (LogFile log : open) {
                drain(log.channel());
            }
            return open.isEmpty() ? null : open.remove(open.size() - 1);
        } finally {
            for (LogFile log : open) {
                log.close();
            }
        }
    }

    /** Oldest first. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(path));
        for (int i = 1; Files.exists(rotated(i)); i++) {
            files.add(rotated(i));
        }
        Collections.reverse(files);
        return files;
    }

    /** Positions the channels so that {@code tail} lines are left; counts backwards from the end. */
    private void skipToTail(List<LogFile> logs) throws IOException {
        if (query.tail() < 0) {
            return;
        }
        long wanted = query.tail();
        for (int i = logs.size() - 1; i >= 0; i--) {
            FileChannel channel = logs.get(i).channel();
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
