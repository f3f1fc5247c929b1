package io.jocker.core.image;

import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.ImageConfig;
import io.jocker.core.reference.Digest;
import java.util.Optional;

/** An image on its way into the database; everything that it names is in the stores and held. */
public record ImageRecord(Digest id, ImageConfig config, byte[] rawConfig, Descriptor manifest,
        Optional<Digest> chainId, long size) {
}
