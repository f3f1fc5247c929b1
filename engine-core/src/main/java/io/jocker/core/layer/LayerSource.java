package io.jocker.core.layer;

import io.jocker.core.reference.Digest;
import java.io.IOException;
import java.io.InputStream;

/** Where a layer's tar comes from, and the digest that it must have uncompressed. */
public record LayerSource(Digest diffId, Content content) {
    /** Opens the tar, compressed in any known way or not. Called only if the layer is not unpacked yet. */
    @FunctionalInterface
    public interface Content {
        /** A new stream from the beginning. */
        InputStream open() throws IOException;
    }
}
