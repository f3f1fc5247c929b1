package io.jocker.core.image.bundle;

import io.jocker.core.EngineException;
import io.jocker.core.archive.Compression;
import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.JsonDocument;
import io.jocker.core.image.document.Manifest;
import io.jocker.core.image.document.MediaTypes;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an archive of {@code docker save} says through its {@code manifest.json}. Where the same archive has an OCI
 * index with the same image, that one's manifest counts, so that the image keeps its digest; else one is made.
 */
public final class DockerArchive {
    private static final String FILE = "manifest.json";

    private final Spool spool;
    private final OciLayout layout;

    /** Over a spooled archive; {@code layout} is of the same one. */
    public DockerArchive(Spool spool, OciLayout layout) {
        this.spool = spool;
        this.layout = layout;
    }

    /** Whether the archive is of this kind. */
    public boolean isPresent() {
        return spool.file(FILE).isPresent();
    }

    /**
     * Its images.
     *
     * @throws EngineException INVALID if files are malformed or missing
     */
    public List<BundledImage> images() {
        byte[] json = spool.bytes(spool.file(FILE).orElseThrow(), JsonDocument.MAX_MANIFEST);
        return JsonDocument.array(FILE, json, JsonDocument.MAX_MANIFEST).stream().map(this::image).toList();
    }

    private BundledImage image(JsonDocument entry) {
        List<ImageReference> names = entry.texts("RepoTags").orElse(List.of()).stream()
                .map(name -> ImageReference.parse(name).withDefaultTag()).toList();
        Digest config = file(entry.text("Config"));
        Optional<BundledImage> known = layout.withConfig(config, names);
        if (known.isPresent()) {
            return known.get();
        }
        List<Descriptor> layers = new ArrayList<>();
        for (String path : entry.texts("Layers").orElse(List.of())) {
            Digest layer = file(path);
            layers.add(new Descriptor(MediaTypes.ociLayer(compression(layer)), layer, spool.size(layer)));
        }
        Manifest manifest = new Manifest(MediaTypes.OCI_MANIFEST,
                new Descriptor(MediaTypes.OCI_CONFIG, config, spool.size(config)), layers);
        byte[] bytes = manifest.toOciJson();
        Descriptor descriptor = new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length);
        return new BundledImage(manifest, descriptor, bytes, descriptor, names);
    }

    private Digest file(String path) {
        return spool.file(path.startsWith("./") ? path.substring(2) : path).orElseThrow(() -> EngineException.invalid(
                "invalid image archive: " + FILE + " names \"" + path + "\", which is not there"));
    }

    private Compression compression(Digest layer) {
        try (InputStream in = spool.open(layer)) {
            byte[] head = in.readNBytes(Compression.MAGIC_LENGTH);
            return Compression.detect(head, head.length);
        } catch (IOException e) {
            throw EngineException.internal("cannot read the archive's content back: " + e.getMessage(), e);
        }
    }
}
