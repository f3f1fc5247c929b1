package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.content.BlobWriter;
import io.jocker.core.content.ContentStore;
import io.jocker.core.image.ImageRegistrar.Registration;
import io.jocker.core.image.bundle.BundledImage;
import io.jocker.core.image.bundle.DockerArchive;
import io.jocker.core.image.bundle.OciLayout;
import io.jocker.core.image.bundle.Spool;
import io.jocker.core.image.document.Descriptor;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.Platform;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads what {@code docker save} or an OCI tool wrote: a tar with a {@code manifest.json} or an OCI layout, itself
 * and its layers compressed or not. All of it is loaded, or nothing; what is loaded when this returns is durable.
 */
public final class ImageLoader {
    private final ContentStore content;
    private final Leases leases;
    private final ImageUnpacker unpacker;
    private final ImageRegistrar registrar;
    private final ImageListener listener;

    /** Over these stores; {@code listener} hears what was loaded. */
    public ImageLoader(Database database, ContentStore content, LayerStore layers, Leases leases, CrashPoint crash,
            ImageListener listener) {
        this.content = content;
        this.leases = leases;
        this.unpacker = new ImageUnpacker(content, layers);
        this.registrar = new ImageRegistrar(database, crash);
        this.listener = listener;
    }

    /**
     * Reads the archive once, to its end, without ever having more than a document of it in memory.
     *
     * @throws EngineException INVALID if the archive is cut, corrupt or not what it says; UNAVAILABLE if the disk is
     *     full; then everything is as it was before
     */
    public List<LoadedImage> load(InputStream archive, ProgressListener progress) {
        String lease = leases.begin();
        try (Spool spool = Spool.read(archive, content)) {
            OciLayout layout = new OciLayout(spool, Platform.current());
            Map<BundledImage, Map<Digest, List<Digest>>> images = new LinkedHashMap<>();
            images(spool, layout).forEach(image -> images.put(image, layout.links(image.target())));
            List<Registration> registrations = new ArrayList<>();
            images.forEach((image, links) -> registrations.add(prepare(spool, image, links, lease, progress)));
            registrar.register(registrations).forEach(moved -> progress.message("The image "
                    + moved.name().familiar() + " already exists, renaming the old one with ID " + moved.from()
                    + " to empty string"));
            return registrations.stream().map(this::loaded).toList();
        } finally {
            leases.end(lease);
        }
    }

    private static List<BundledImage> images(Spool spool, OciLayout layout) {
        DockerArchive docker = new DockerArchive(spool, layout);
        if (docker.isPresent()) {
            return docker.images();
        }
        if (layout.isPresent()) {
            return layout.images();
        }
        throw EngineException.invalid("invalid image archive: it has neither manifest.json nor index.json");
    }

    private Registration prepare(Spool spool, BundledImage image, Map<Digest, List<Digest>> links, String lease,
            ProgressListener progress) {
        boolean trusted = registrar.knowsManifest(image.manifest().config().digest(), image.descriptor().digest());
        for (Descriptor part : parts(image)) {
            keep(spool, part, lease);
        }
        if (image.generated().length > 0) {
            try (BlobWriter writer = content.ingest(Optional.of(image.descriptor().digest()))) {
                writer.write(image.generated(), 0, image.generated().length);
                writer.commit(lease);
            }
            content.link(image.descriptor().digest(), image.manifest().references());
        }
        links.forEach((document, children) -> {
            spool.commit(document, lease);
            children.stream().filter(spool::contains).forEach(child -> spool.commit(child, lease));
            content.link(document, children);
        });
        return new Registration(
                unpacker.unpack(image.descriptor(), image.manifest(), trusted, lease, progress),
                image.target(), image.names());
    }

    private static List<Descriptor> parts(BundledImage image) {
        List<Descriptor> parts = new ArrayList<>(image.manifest().layers());
        parts.add(image.manifest().config());
        return parts;
    }

    /** An archive may leave out what the engine has: it is held then instead of committed. */
    private void keep(Spool spool, Descriptor part, String lease) {
        long size = spool.contains(part.digest()) ? spool.commit(part.digest(), lease).size()
                : content.hold(part.digest(), lease).orElseThrow(() -> EngineException.invalid(
                        "invalid image archive: " + part.digest() + " is named but not there")).size();
        if (size != part.size()) {
            throw EngineException.invalid("invalid image archive: " + part.digest() + " has " + size
                    + " bytes instead of " + part.size());
        }
    }

    private LoadedImage loaded(Registration registration) {
        Digest id = registration.image().id();
        listener.happened(ImageListener.Action.LOAD, id, id.toString());
        registration.names().forEach(name -> listener.happened(ImageListener.Action.TAG, id, name.familiar()));
        return new LoadedImage(id, registration.names());
    }
}
