package io.jocker.core.log;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Reads a log, oldest entry first, over its rotated files, and follows it while it grows. Memory does
 * not depend on the size of the log.
 */
public final class LogReader {
    private static final int BLOCK = 256 * 1024;
    private static final long POLL_MILLIS = 20;

    private final Path path;
    private final EntryFormat format;
    private final LogQuery query;
    private final LogSink sink;
    private final LogEntry entry = new LogEntry();
    private byte[] pending = new byte[BLOCK];
    private int pendingLength;

    /** A reader of the log whose newest file is {@code path}. */
    public LogReader(Path path, EntryFormat format, LogQuery query, LogSink sink) {
        this.path = path;
        this.format = format;
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
        Deque<LogFile> open = new ArrayDeque<>();
        try {
            openBackwards(open);
            // The newest is there, or nothing is; all others are read to their ends.
            while (open.size() > 1) {
                try (LogFile oldest = open.removeFirst()) {
                    drain(oldest.channel());
                }
            }
            if (!open.isEmpty()) {
                drain(open.peekFirst().channel());
            }
            return open.pollFirst();
        } finally {
            for (LogFile log : open) {
                log.close();
            }
        }
    }

    /** Opens the files, the oldest first in the queue, and no more of them than the tail needs. */
    private void openBackwards(Deque<LogFile> open) throws IOException {
        long wanted = query.tail();
        for (int i = 0; i == 0 || LogFile.exists(rotated(i)); i++) {
            LogFile log = LogFile.open(i == 0 ? path : rotated(i));
            if (log == null && i == 0) {
                continue;
            }
            if (log == null) {
                return;
            }
            open.addFirst(log);
            if (wanted == 0) {
                log.channel().position(log.channel().size());
            } else if (wanted > 0) {
                wanted = format.seek(log.channel(), wanted);
            }
            if (wanted == 0) {
                return;
            }
        }
    }

    /** Reads to the end of a file; whether there was anything. */
    private boolean drain(FileChannel channel) throws IOException {
        boolean any = false;
        while (true) {
            if (pendingLength == pending.length) {
                pending = Arrays.copyOf(pending, pending.length * 2);
            }
            int count = channel.read(ByteBuffer.wrap(pending, pendingLength, pending.length - pendingLength));
            if (count <= 0) {
                return any;
            }
            any = true;
            pendingLength += count;
            emitEntries();
        }
    }

    private void emitEntries() throws IOException {
        int start = 0;
        for (int length = format.decode(pending, 0, pendingLength, entry); length > 0;
                length = format.decode(pending, start, pendingLength, entry)) {
            if (entry.isSound() && wanted()) {
                sink.accept(entry);
            }
            start += length;
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
