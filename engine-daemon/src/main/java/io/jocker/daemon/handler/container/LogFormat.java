package io.jocker.daemon.handler.container;

import io.jocker.core.log.LogEntry;
import io.jocker.core.log.LogSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Log entries as the API sends them: bare bytes for a terminal, else multiplexed; sent in large pieces. */
final class LogFormat implements LogSink {
    private static final int HEADER = 8;
    private static final int BATCH = 128 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final OutputStream out;
    private final boolean raw;
    private final boolean timestamps;
    private final boolean details;
    private byte[] batch = new byte[BATCH + 64 * 1024];
    private int length;

    LogFormat(OutputStream out, boolean raw, boolean timestamps, boolean details) {
        this.out = out;
        this.raw = raw;
        this.timestamps = timestamps;
        this.details = details;
    }

    @Override
    public void accept(LogEntry entry) throws IOException {
        byte[] time = head(entry);
        int payload = time.length + entry.length();
        if (length + HEADER + payload > batch.length) {
            flush();
            if (HEADER + payload > batch.length) {
                batch = new byte[HEADER + payload];
            }
        }
        if (!raw) {
            header(entry.isStderr() ? 2 : 1, payload);
        }
        System.arraycopy(time, 0, batch, length, time.length);
        System.arraycopy(entry.text(), 0, batch, length + time.length, entry.length());
        length += payload;
        if (length >= BATCH) {
            flush();
        }
    }

    /** What stands before the text: the time, then the attributes as a query has them. */
    private byte[] head(LogEntry entry) {
        if (!timestamps && !details) {
            return NOTHING;
        }
        String time = timestamps ? entry.time() + " " : "";
        String attributes = details ? entry.attributes().entrySet().stream()
                .map(a -> escaped(a.getKey()) + "=" + escaped(a.getValue()))
                .collect(Collectors.joining(",", "", " ")) : "";
        return (time + attributes).getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void header(int stream, int payload) {
        batch[length] = (byte) stream;
        batch[length + 1] = 0;
        batch[length + 2] = 0;
        batch[length + 3] = 0;
        batch[length + 4] = (byte) (payload >>> 24);
        batch[length + 5] = (byte) (payload >>> 16);
        batch[length + 6] = (byte) (payload >>> 8);
        batch[length + 7] = (byte) payload;
        length += HEADER;
    }

    @Override
    public void flush() throws IOException {
        if (length > 0) {
            out.write(batch, 0, length);
            length = 0;
        }
    }
}
