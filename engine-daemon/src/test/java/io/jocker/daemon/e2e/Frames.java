package io.jocker.daemon.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Docker's multiplexed streams: a head of eight bytes, then the payload. */
final class Frames {
    static final int HEAD = 8;

    private Frames() {
    }

    /** The payloads of one stream (1 stdout, 2 stderr), or of both (0). */
    static byte[] payload(byte[] frames, int stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer view = ByteBuffer.wrap(frames);
        while (view.remaining() >= HEAD) {
            int type = view.get();
            view.position(view.position() + 3);
            byte[] payload = new byte[Math.min(view.getInt(), view.remaining())];
            view.get(payload);
            if (stream == 0 || stream == type) {
                bytes.writeBytes(payload);
            }
        }
        return bytes.toByteArray();
    }

    static String text(byte[] frames) {
        return new String(payload(frames, 0), StandardCharsets.UTF_8);
    }
}
