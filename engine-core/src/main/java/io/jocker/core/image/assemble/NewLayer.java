package io.jocker.core.image.assemble;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the uncompressed tar of a layer. */
@FunctionalInterface
public interface NewLayer {
    /** Writes all of it; the stream is closed by the caller. */
    void write(OutputStream out) throws IOException;
}
