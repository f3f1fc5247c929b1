package io.jocker.daemon.http;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** The body of a request: fixed, chunked or none. Asks a client that waits for {@code 100 Continue} to go on. */
final class RequestBody extends FilterInputStream {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream output;
    private final boolean present;
    private boolean awaited;

    private RequestBody(InputStream in, OutputStream output, boolean present, boolean awaited) {
        super(in);
        this.output = output;
        this.present = present;
        this.awaited = awaited;
    }

    static RequestBody of(ClassicHttpRequest request, SessionInputBuffer buffer, InputStream input,
            OutputStream output) throws HttpException {
        Header expect = request.getFirstHeader("Expect");
        boolean awaited = expect != null && expect.getValue().equalsIgnoreCase("100-continue");
        Header encoding = request.getFirstHeader("Transfer-Encoding");
        Header length = request.getFirstHeader("Content-Length");
        if (encoding != null) {
            if (!encoding.getValue().equalsIgnoreCase("chunked") || length != null) {
                throw new ProtocolException("unsupported Transfer-Encoding");
            }
            return new RequestBody(new ChunkedInputStream(buffer, input, HttpLimits.CONFIG), output, true, awaited);
        }
        if (length == null) {
            return new RequestBody(InputStream.nullInputStream(), output, false, false);
        }
        if (request.countHeaders("Content-Length") != 1 || !length.getValue().matches("\\d{1,18}")) {
            throw new ProtocolException("invalid Content-Length");
        }
        long size = Long.parseLong(length.getValue());
        return new RequestBody(new ContentLengthInputStream(buffer, input, size), output, size > 0, awaited);
    }

    /** Whether the request has a body at all. */
    boolean present() {
        return present;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        goOn();
        try {
            return super.read(bytes, offset, length);
        } catch (ConnectionClosedException e) {
            // It has closed its half only, and reads on.
            throw new EngineException(ErrorKind.INVALID, "unexpected EOF: the body is shorter than it was said to be",
                    e);
        } catch (MalformedChunkCodingException e) {
            // Not a client that is gone, but one that is wrong and waits for an answer.
            throw new EngineException(ErrorKind.INVALID, "malformed chunked encoding: " + e.getMessage(), e);
        }
    }

    private void goOn() throws IOException {
        if (awaited) {
            awaited = false;
            output.write(CONTINUE);
        }
    }

    /** Reads past what is left; false if that is too much, or the client still waits to be asked for it. */
    boolean drain() throws IOException {
        if (awaited) {
            return false;
        }
        byte[] scratch = new byte[8192];
        long left = HttpLimits.MAX_DRAIN;
        while (left > 0) {
            int count = read(scratch);
            if (count < 0) {
                return true;
            }
            left -= count;
        }
        return false;
    }

    /** Closing would read to the end; what is left is dealt with by {@link #drain}. */
    @Override
    public void close() {
        // Nothing to release.
    }
}
