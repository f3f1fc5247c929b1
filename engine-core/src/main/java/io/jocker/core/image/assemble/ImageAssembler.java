package io.jocker.core.image.assemble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jocker.core.EngineException;
import io.jocker.core.content.Blob;
import io.jocker.core.content.BlobWriter;
import io.jocker.core.content.ContentStore;
import io.jocker.core.image.Image;
import io.jocker.core.image.ImageListener;
import io.jocker.core.image.ImageRegistrar;
import io.jocker.core.image.ImageResolver;
import io.jocker.core.image.ImageUnpacker;
import io.jocker.core.image.Leases;
import io.jocker.core.image.ProgressListener;
import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.JsonDocument;
import io.jocker.core.image.document.Manifest;
import io.jocker.core.image.document.MediaTypes;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.store.CrashPoint;
import io.jocker.core.store.Database;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes a new image from one that is here, one layer more and another configuration. When it returns the image is
 * durable; when it fails nothing of it is left.
 */
public final class ImageAssembler {
    private static final int BUFFER = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ContentStore content;
    private final ImageResolver images;
    private final Leases leases;
    private final ImageUnpacker unpacker;
    private final ImageRegistrar registrar;
    private final ImageListener listener;

    /** Over these stores. */
    public ImageAssembler(Database database, ContentStore content, LayerStore layers, ImageResolver images,
            Leases leases, CrashPoint crash, ImageListener listener) {
        this.content = content;
        this.images = images;
        this.leases = leases;
        this.unpacker = new ImageUnpacker(content, layers);
        this.registrar = new ImageRegistrar(database, crash);
        this.listener = listener;
    }

    /**
     * Adds a layer.
     *
     * @param parent id of the image below; empty for none
     * @param config changes the configuration of the image below, to which layer and history are added afterwards
     * @param step   what the history says of the new layer
     * @param name   a name for it, or empty
     */
    public Digest addLayer(Optional<Digest> parent, NewLayer layer, UnaryOperator<ObjectNode> config, ObjectNode step,
            Optional<ImageReference> name) {
        String lease = leases.begin();
        try {
            Optional<Manifest> below = parent.map(this::manifest);
            Blob blob = store(layer, lease);
            ObjectNode document = config.apply(below.map(this::configuration)
                    .orElseGet(JsonNodeFactory.instance::objectNode));
            document.withObject("/rootfs").put("type", "layers").withArray("/diff_ids").add(blob.digest().toString());
            document.withArray("/history").add(step);
            Blob configuration = store(out -> out.write(bytes(document)), lease);
            List<Descriptor> layers = new ArrayList<>(below.map(Manifest::layers).orElse(List.of()).stream()
                    .map(d -> new Descriptor(MediaTypes.ociLayer(d.mediaType()), d.digest(), d.size())).toList());
            layers.add(new Descriptor(MediaTypes.OCI_LAYER, blob.digest(), blob.size()));
            layers.forEach(d -> content.hold(d.digest(), lease).orElseThrow(() -> EngineException.notFound(
                    "layer " + d.digest() + " of the image below is not here any more")));
            Manifest manifest = new Manifest(MediaTypes.OCI_MANIFEST,
                    new Descriptor(MediaTypes.OCI_CONFIG, configuration.digest(), configuration.size()), layers);
            return register(manifest, name, lease);
        } finally {
            leases.end(lease);
        }
    }

    private Digest register(Manifest manifest, Optional<ImageReference> name, String lease) {
        Blob stored = store(out -> out.write(manifest.toOciJson()), lease);
        content.link(stored.digest(), manifest.references());
        Descriptor descriptor = new Descriptor(MediaTypes.OCI_MANIFEST, stored.digest(), stored.size());
        var image = unpacker.unpack(descriptor, manifest, true, lease, ProgressListener.NONE);
        registrar.register(List.of(new ImageRegistrar.Registration(image, descriptor,
                name.map(List::of).orElse(List.of()))));
        name.ifPresent(n -> listener.happened(ImageListener.Action.TAG, image.id(), n.familiar()));
        return image.id();
    }

    private Manifest manifest(Digest id) {
        Image image = images.resolve(id.toString());
        Descriptor descriptor = registrar.manifestOf(image.id()).orElseThrow(() -> EngineException.notFound(
                "image " + id + " has no manifest here"));
        return Manifest.parse(content.read(descriptor.digest(), JsonDocument.MAX_MANIFEST), descriptor.mediaType());
    }

    private ObjectNode configuration(Manifest manifest) {
        byte[] raw = content.read(manifest.config().digest(), JsonDocument.MAX_CONFIG);
        JsonDocument.object("the image configuration", raw, JsonDocument.MAX_CONFIG);
        try {
            return (ObjectNode) JSON.readTree(raw);
        } catch (IOException e) {
            throw EngineException.internal("cannot read the image configuration: " + e.getMessage(), e);
        }
    }

    private Blob store(NewLayer writing, String lease) {
        try (BlobWriter writer = content.ingest(Optional.empty())) {
            OutputStream out = new BufferedOutputStream(writer, BUFFER);
            writing.write(out);
            out.flush();
            return writer.commit(lease);
        } catch (IOException e) {
            throw EngineException.internal("cannot put the image together: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(ObjectNode document) {
        try {
            return JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw EngineException.internal("cannot encode the image configuration", e);
        }
    }
}
