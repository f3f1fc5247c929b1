package io.jocker.core.image.document;

import io.jocker.core.EngineException;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.Platform;
import java.util.Map;
import java.util.Optional;

/** What one document says of a blob: type, digest, size in bytes (OCI image specification, descriptor.md). */
public record Descriptor(String mediaType, Digest digest, long size, Optional<Platform> platform,
        Map<String, String> annotations) {

    /** Without platform and annotations. */
    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), Map.of());
    }

    static Descriptor read(JsonDocument json) {
        long size = json.number("size");
        if (size < 0) {
            throw EngineException.invalid("a descriptor states the size " + size);
        }
        return new Descriptor(json.text("mediaType"), Digest.parse(json.text("digest")), size,
                json.object("platform").map(Descriptor::platform), json.textMap("annotations"));
    }

    private static Platform platform(JsonDocument json) {
        return new Platform(json.text("os"), json.text("architecture"), json.text("variant"));
    }
}
