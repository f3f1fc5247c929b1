package io.jocker.core.image.document;

import io.jocker.core.EngineException;
import java.util.List;

/** Several manifests under one name, usually one a platform (OCI image specification, image-index.md). */
public record ImageIndex(List<Descriptor> manifests) {
    private static final int MAX_ENTRIES = 10_000;

    /**
     * Reads it.
     *
     * @param expectedType the media type by which it was named; its own, if stated, must be the same
     * @throws EngineException INVALID
     */
    public static ImageIndex parse(byte[] json, String expectedType) {
        JsonDocument document = JsonDocument.object("the index", json, JsonDocument.MAX_MANIFEST);
        Manifest.checkType(document, expectedType);
        if (document.has("config") || document.has("layers") || !document.has("manifests")) {
            throw EngineException.invalid("the index names no manifests, or is a manifest in disguise");
        }
        List<Descriptor> manifests = document.objects("manifests").stream().map(Descriptor::read).toList();
        if (manifests.size() > MAX_ENTRIES) {
            throw EngineException.invalid("the index names " + manifests.size() + " manifests: at most " + MAX_ENTRIES
                    + " are accepted");
        }
        return new ImageIndex(manifests);
    }
}
