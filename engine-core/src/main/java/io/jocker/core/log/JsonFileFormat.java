package io.jocker.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** {@code {"log":"…","stream":"…","attrs":{…},"time":"…"}}, one in each line. */
final class JsonFileFormat implements EntryFormat {
    private static final int BLOCK = 256 * 1024;

    @Override
    public int decode(byte[] bytes, int start, int end, LogEntry entry) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                entry.decodeJson(bytes, start, i);
                return i + 1 - start;
            }
        }
        return 0;
    }

    @Override
    public long seek(FileChannel channel, long wanted) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long end = channel.size();
        long newlines = 0;
        while (end > 0) {
            long start = Math.max(0, end - BLOCK);
            block.clear().limit((int) (end - start));
            LogFile.readFully(channel, block, start);
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
}
