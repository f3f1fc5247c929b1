package io.jocker.core.content;

import io.jocker.core.host.OpenFile;
import java.io.IOException;
import java.io.InputStream;

/** An open file as a stream. */
final class FileStream extends InputStream {
    private final OpenFile file;

    FileStream(OpenFile file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : file.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
