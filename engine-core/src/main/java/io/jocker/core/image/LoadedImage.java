package io.jocker.core.image;

import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import java.util.List;

/** An image that an archive had: its id, and the names that it has now because the archive said so. */
public record LoadedImage(Digest id, List<ImageReference> names) {
}
