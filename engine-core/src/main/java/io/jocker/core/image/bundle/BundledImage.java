package io.jocker.core.image.bundle;

import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.Manifest;
import io.jocker.core.reference.ImageReference;
import java.util.List;

/**
 * An image in an archive.
 *
 * @param descriptor of the manifest
 * @param generated the manifest's bytes if the archive had none and it was made from what it had; else empty
 * @param target what the names mean: the manifest, or an index that leads to it
 * @param names to give it, possibly none
 */
public record BundledImage(Manifest manifest, Descriptor descriptor, byte[] generated, Descriptor target,
        List<ImageReference> names) {
}
