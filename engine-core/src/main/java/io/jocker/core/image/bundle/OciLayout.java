package io.jocker.core.image.bundle;

import io.jocker.core.EngineException;
import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.ImageIndex;
import io.jocker.core.image.document.JsonDocument;
import io.jocker.core.image.document.Manifest;
import io.jocker.core.image.document.MediaTypes;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.reference.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What an archive says through its {@code index.json} (OCI image specification, image-layout.md). */
public final class OciLayout {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_DOCUMENTS = 10_000;
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String OCI_NAME = "org.opencontainers.image.ref.name";

    private final Spool spool;
    private final Platform platform;
    private int documents;

    /** A manifest that an entry of the index leads to, and for which platform. */
    private record Found(Descriptor descriptor, Manifest manifest, Optional<Platform> platform) {
    }

    /** For images of this platform. */
    public OciLayout(Spool spool, Platform platform) {
        this.spool = spool;
        this.platform = platform;
    }

    /** Whether the archive has an index. */
    public boolean isPresent() {
        return spool.file("index.json").isPresent();
    }

    /**
     * The images that the index names, for each entry the one that fits the platform best.
     *
     * @throws EngineException INVALID if documents are malformed or missing, or nothing fits
     */
    public List<BundledImage> images() {
        List<BundledImage> images = new ArrayList<>();
        TreeSet<String> others = new TreeSet<>();
        List<Descriptor> top = top();
        for (Descriptor entry : top) {
            List<Found> candidates = manifests(entry);
            Optional<Found> best = best(candidates, top.size() == 1);
            best.ifPresent(found -> images.add(image(found, entry, name(entry).map(List::of).orElse(List.of()))));
            candidates.forEach(found -> found.platform.ifPresent(p -> others.add(p.toString())));
        }
        if (images.isEmpty()) {
            throw EngineException.invalid("the archive has no image for " + platform + (others.isEmpty() ? ""
                    : ": it has " + String.join(", ", others)));
        }
        return images;
    }

    /** The image with this configuration, if the index leads to it, under these names. */
    Optional<BundledImage> withConfig(Digest config, List<ImageReference> names) {
        if (!isPresent()) {
            return Optional.empty();
        }
        for (Descriptor entry : top()) {
            for (Found found : manifests(entry)) {
                if (found.manifest.config().digest().equals(config)) {
                    return Optional.of(image(found, entry, names));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Every document that this one leads to, itself included, with what each names; only those that the archive has.
     */
    public Map<Digest, List<Digest>> links(Descriptor from) {
        Map<Digest, List<Digest>> links = new LinkedHashMap<>();
        addLinks(from, links, 0);
        return links;
    }

    private void addLinks(Descriptor from, Map<Digest, List<Digest>> links, int depth) {
        if (!spool.contains(from.digest()) || links.containsKey(from.digest())) {
            return;
        }
        if (MediaTypes.isManifest(from.mediaType())) {
            links.put(from.digest(), manifest(from).references());
        } else if (MediaTypes.isIndex(from.mediaType())) {
            List<Descriptor> children = index(from, depth);
            links.put(from.digest(), children.stream().map(Descriptor::digest).toList());
            children.forEach(child -> addLinks(child, links, depth + 1));
        }
    }

    private BundledImage image(Found found, Descriptor target, List<ImageReference> names) {
        return new BundledImage(found.manifest, found.descriptor, new byte[0], target, names);
    }

    private List<Descriptor> top() {
        Digest index = spool.file("index.json").orElseThrow();
        return ImageIndex.parse(spool.bytes(index, JsonDocument.MAX_MANIFEST), MediaTypes.OCI_INDEX).manifests();
    }

    private Optional<Found> best(List<Found> candidates, boolean alone) {
        Optional<Found> fitting = candidates.stream()
                .filter(found -> distance(found) >= 0).min(Comparator.comparingInt(this::distance));
        // One image that fits nothing here was surely meant: it loads, though it will not run.
        return fitting.isEmpty() && alone && candidates.size() == 1 ? Optional.of(candidates.get(0)) : fitting;
    }

    private int distance(Found found) {
        return found.platform.map(p -> platform.distanceTo(p).orElse(-1)).orElse(0);
    }

    private List<Found> manifests(Descriptor entry) {
        List<Found> found = new ArrayList<>();
        addManifests(entry, found, 0);
        return found;
    }

    private void addManifests(Descriptor from, List<Found> found, int depth) {
        boolean absentChild = depth > 0 && !spool.contains(from.digest());
        if (absentChild) {
            return;
        }
        if (MediaTypes.isIndex(from.mediaType())) {
            index(from, depth).forEach(child -> addManifests(child, found, depth + 1));
        } else if (MediaTypes.isManifest(from.mediaType())) {
            Manifest manifest = manifest(from);
            if (isImage(from, manifest)) {
                found.add(new Found(from, manifest, from.platform()));
            }
        }
    }

    private static boolean isImage(Descriptor descriptor, Manifest manifest) {
        boolean attestation = descriptor.platform().map(p -> p.os().equals("unknown")).orElse(false);
        return !attestation && MediaTypes.isImageConfig(manifest.config().mediaType());
    }

    private Manifest manifest(Descriptor descriptor) {
        return Manifest.parse(document(descriptor), descriptor.mediaType());
    }

    private List<Descriptor> index(Descriptor descriptor, int depth) {
        if (depth > MAX_DEPTH) {
            throw EngineException.invalid("invalid image archive: indexes are nested more than " + MAX_DEPTH + " deep");
        }
        return ImageIndex.parse(document(descriptor), descriptor.mediaType()).manifests();
    }

    private byte[] document(Descriptor descriptor) {
        if (++documents > MAX_DOCUMENTS) {
            throw EngineException.invalid("invalid image archive: more than " + MAX_DOCUMENTS + " documents");
        }
        if (!spool.contains(descriptor.digest())) {
            throw EngineException.invalid("invalid image archive: " + descriptor.digest() + " is named but not there");
        }
        if (spool.size(descriptor.digest()) != descriptor.size()) {
            throw EngineException.invalid("invalid image archive: " + descriptor.digest() + " has "
                    + spool.size(descriptor.digest()) + " bytes instead of " + descriptor.size());
        }
        return spool.bytes(descriptor.digest(), JsonDocument.MAX_MANIFEST);
    }

    private static Optional<ImageReference> name(Descriptor entry) {
        String full = entry.annotations().getOrDefault(CONTAINERD_NAME, "");
        if (!full.isEmpty()) {
            return Optional.of(ImageReference.parse(full).withDefaultTag());
        }
        // Often a tag alone, which says nothing of the repository.
        String given = entry.annotations().getOrDefault(OCI_NAME, "");
        boolean named = given.indexOf('/') >= 0 || given.indexOf(':') >= 0;
        return named ? Optional.of(ImageReference.parse(given).withDefaultTag()) : Optional.empty();
    }
}
