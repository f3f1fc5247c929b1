package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.archive.ArchiveLimits;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.Decompressor;
import io.jocker.core.content.ContentStore;
import io.jocker.core.image.document.Descriptor;
import io.jocker.core.image.document.ImageConfig;
import io.jocker.core.image.document.JsonDocument;
import io.jocker.core.image.document.Manifest;
import io.jocker.core.layer.Chain;
import io.jocker.core.layer.Layer;
import io.jocker.core.layer.LayerSource;
import io.jocker.core.layer.LayerStore;
import io.jocker.core.reference.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From an image whose blobs are in the content store to one whose layers are unpacked. */
public final class ImageUnpacker {
    private static final int BUFFER = 256 * 1024;

    private final ContentStore content;
    private final LayerStore layers;
    private final Decompressor decompressor = new Decompressor(ArchiveLimits.DEFAULT);

    /** Over these stores. */
    public ImageUnpacker(ContentStore content, LayerStore layers) {
        this.content = content;
        this.layers = layers;
    }

    /**
     * Unpacks what is not unpacked yet; all layers are then held by the lease.
     *
     * @param trusted whether this very manifest was unpacked here before
     * @throws EngineException INVALID if a blob is not the layer that the configuration states
     */
    public ImageRecord unpack(Descriptor descriptor, Manifest manifest, boolean trusted, String lease,
            ProgressListener progress) {
        byte[] raw = content.read(manifest.config().digest(), JsonDocument.MAX_CONFIG);
        ImageConfig config = ImageConfig.parse(raw);
        List<Digest> diffIds = config.diffIds();
        if (diffIds.size() != manifest.layers().size()) {
            throw EngineException.invalid("invalid manifest, layers length mismatch: expected " + diffIds.size()
                    + ", got " + manifest.layers().size());
        }
        List<Digest> chain = Chain.of(diffIds);
        List<LayerSource> sources = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            if (!trusted && layers.find(chain.get(i)).isPresent()) {
                verify(layer.digest(), diffIds.get(i));
            }
            sources.add(source(layer, diffIds.get(i), progress));
        }
        List<Layer> unpacked = layers.unpack(sources, lease);
        Optional<Digest> top = Chain.top(diffIds);
        return new ImageRecord(manifest.config().digest(), config, raw, descriptor, top,
                unpacked.stream().mapToLong(Layer::size).sum());
    }

    private LayerSource source(Descriptor layer, Digest diffId, ProgressListener progress) {
        return new LayerSource(diffId, () -> new ProgressStream(content.openUnverified(layer.digest()),
                layer.size(), diffId.shortHex(), progress));
    }

    /** The layer was unpacked from another blob: this one must hold the same, or saving the image would lie. */
    private void verify(Digest blob, Digest diffId) {
        if (blob.equals(diffId)) {
            return;
        }
        MessageDigest hasher = diffId.newHasher();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = decompressor.open(content.openUnverified(blob))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hasher.update(buffer, 0, count);
            }
        } catch (CorruptArchiveException | EOFException e) {
            throw new EngineException(ErrorKind.INVALID, "layer " + diffId + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw EngineException.internal("cannot read layer " + diffId + ": " + e.getMessage(), e);
        }
        Digest actual = Digest.finished(hasher);
        if (!actual.equals(diffId)) {
            throw EngineException.invalid("layer " + diffId + ": wrong diff id: the content is really " + actual);
        }
    }
}
