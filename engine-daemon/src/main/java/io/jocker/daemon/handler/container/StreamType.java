package io.jocker.daemon.handler.container;

import io.jocker.daemon.handler.ApiVersion;

/** The media types of streams. */
final class StreamType {
    static final String RAW = "application/vnd.docker.raw-stream";
    static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private StreamType() {
    }

    /** Multiplexed streams have their own type since API 1.42. */
    static String of(ApiVersion version, boolean tty) {
        return tty || !version.atLeast(42) ? RAW : MULTIPLEXED;
    }
}
