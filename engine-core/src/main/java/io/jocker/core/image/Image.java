package io.jocker.core.image;

import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.ImageConfig;
import io.jocker.core.reference.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image that this engine has, as one moment saw it.
 *
 * @param id the digest of its configuration
 * @param repoTags names as people write them ({@code busybox:latest}), in order
 * @param repoDigests the digests by which registries know it ({@code busybox@sha256:…}), in order
 * @param chainId the chain id of its topmost layer; empty if it has no layers
 * @param size bytes of the regular files of all its layers
 * @param stored when this engine first had it
 * @param lastTagged when it last got a name that it still has
 * @param target the manifest or index that it came by
 */
public record Image(Digest id, ImageConfig config, List<String> repoTags, List<String> repoDigests,
        Optional<Digest> chainId, long size, Instant stored, Optional<Instant> lastTagged,
        Optional<Descriptor> target) {
    /** The holder and resource name of an image: {@code image/<digest>}. */
    public static String resource(Digest id) {
        return "image/" + id;
    }
}
