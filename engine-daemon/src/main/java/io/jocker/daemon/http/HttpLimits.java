package io.jocker.daemon.http;

import org.apache.hc.core5.http.config.Http1Config;

/** What a client may send at most; everything external has its cap here. */
public final class HttpLimits {
    /** Longest request line or header line, in bytes. */
    public static final int MAX_LINE = 64 * 1024;
    /** Most headers of a request. */
    public static final int MAX_HEADERS = 256;
    /** Largest JSON body, in bytes. */
    public static final int MAX_JSON = 8 << 20;
    /** What is read past of a body that a handler did not want, so that the connection can go on. */
    static final int MAX_DRAIN = 256 << 20;

    /** How long the head of a request may take from its first byte to its last. */
    static final long HEAD_MILLIS = 30_000;
    /** How long a body may pause; uploads come from pipes that people hold. */
    static final long PAUSE_MILLIS = 600_000;

    static final int BUFFER = 32 * 1024;
    static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(MAX_LINE).setMaxHeaderCount(MAX_HEADERS).setBufferSize(BUFFER).build();

    private HttpLimits() {
    }
}
