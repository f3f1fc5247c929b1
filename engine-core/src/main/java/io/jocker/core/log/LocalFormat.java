package io.jocker.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Length, nanoseconds, stream, mark of a line that goes on, bytes, length again. */
final class LocalFormat implements EntryFormat {
    private static final int LENGTH = 4;
    private static final int HEAD = 10;
    private static final int STDERR = 2;
    private static final int MOST = 1 << 20;

    @Override
    public int decode(byte[] bytes, int start, int end, LogEntry entry) {
        if (end - start < LENGTH) {
            return 0;
        }
        ByteBuffer view = ByteBuffer.wrap(bytes, start, end - start);
        int length = view.getInt();
        if (length < HEAD || length > MOST) {
            // The remains of a crash: nothing after it can be found in this file.
            entry.unsound();
            return end - start;
        }
        int whole = length + 2 * LENGTH;
        if (end - start < whole) {
            return 0;
        }
        long nanos = view.getLong();
        boolean stderr = view.get() == STDERR;
        entry.set(bytes, start + LENGTH + HEAD, length - HEAD, stderr, nanos);
        return whole;
    }

    @Override
    public long seek(FileChannel channel, long wanted) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(LENGTH);
        long end = channel.size();
        long left = wanted;
        while (left > 0 && end >= HEAD + 2 * LENGTH) {
            LogFile.readFully(channel, length.clear(), end - LENGTH);
            long start = end - length.getInt(0) - 2L * LENGTH;
            if (start < 0 || length.getInt(0) < HEAD) {
                // Half an entry at the end: it is read, or not, with what comes before it.
                channel.position(0);
                return left;
            }
            end = start;
            left--;
        }
        channel.position(left == 0 ? end : 0);
        return left;
    }
}
