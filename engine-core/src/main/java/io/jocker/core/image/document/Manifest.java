package io.jocker.core.image.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jocker.core.EngineException;
import io.jocker.core.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one image consists of: its configuration and its layers, lowest first (OCI image specification, manifest.md;
 * Docker's schema 2 has the same form).
 */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers) {
    /**
     * Reads it.
     *
     * @param expectedType the media type by which it was named; its own, if stated, must be the same
     * @throws EngineException INVALID
     */
    public static Manifest parse(byte[] json, String expectedType) {
        JsonDocument document = JsonDocument.object("the manifest", json, JsonDocument.MAX_MANIFEST);
        checkType(document, expectedType);
        if (document.has("manifests") || document.number("schemaVersion") != 2) {
            throw EngineException.invalid("the manifest is not one of schema version 2, or an index in disguise");
        }
        JsonDocument config = document.object("config")
                .orElseThrow(() -> EngineException.invalid("the manifest names no configuration"));
        return new Manifest(expectedType, Descriptor.read(config),
                document.objects("layers").stream().map(Descriptor::read).toList());
    }

    static void checkType(JsonDocument document, String expectedType) {
        String own = document.text("mediaType");
        if (!own.isEmpty() && !own.equals(expectedType)) {
            throw EngineException.invalid("a document named as " + expectedType + " calls itself " + own);
        }
    }

    /** The digests of everything that it names. */
    public List<Digest> references() {
        List<Digest> all = new ArrayList<>();
        all.add(config.digest());
        layers.forEach(layer -> all.add(layer.digest()));
        return all;
    }

    /** As an OCI manifest: for what came without one. The same content gives the same bytes. */
    public byte[] toOciJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        write(root.putObject("config"), config);
        var array = root.putArray("layers");
        layers.forEach(layer -> write(array.addObject(), layer));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType()).put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
    }
}
