package io.jocker.core.layer;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.Decompressor;
import io.jocker.core.archive.ReadAhead;
import io.jocker.core.host.Directory;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.TreeRemover;
import io.jocker.core.reference.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Unpacks layers into temporary directories beside the finished ones. Decompression and hashing run in one thread,
 * writing in another.
 */
final class LayerStager {
    static final String PREFIX = "tmp-";
    private static final int PRIVATE_MODE = 0700;
    private static final int ROOT_MODE = 0755;
    private static final byte[] DIFF = Directory.bytes("diff");

    private final Directory layers;
    private final LayerApplier applier;
    private final Decompressor decompressor;
    private final AtomicLong sequence = new AtomicLong();

    LayerStager(Directory layers, LayerApplier applier, Decompressor decompressor) {
        this.layers = layers;
        this.applier = applier;
        this.decompressor = decompressor;
    }

    /** Unpacks one; what fails leaves nothing behind. */
    StagedLayer stage(LayerSource source) {
        byte[] name = Directory.bytes(PREFIX + sequence.incrementAndGet());
        try {
            layers.makeDirectory(name, PRIVATE_MODE);
            try {
                return new StagedLayer(name, source.diffId(), unpack(name, source));
            } catch (IOException | RuntimeException | Error e) {
                discard(name);
                throw e;
            }
        } catch (CorruptArchiveException | EOFException e) {
            throw new EngineException(ErrorKind.INVALID, "layer " + source.diffId() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw failure("cannot unpack layer " + source.diffId(), e);
        }
    }

    private long unpack(byte[] name, LayerSource source) throws IOException {
        try (Directory staging = layers.child(name)) {
            staging.makeDirectory(DIFF, ROOT_MODE);
            staging.changeMode(DIFF, ROOT_MODE);
            MessageDigest hasher = source.diffId().newHasher();
            try (Directory diff = staging.child(DIFF);
                    InputStream plain = decompressor.open(source.content().open());
                    InputStream tar = new ReadAhead(new DigestInputStream(plain, hasher))) {
                long size = applier.apply(diff, tar);
                Digest actual = Digest.finished(hasher);
                if (!actual.equals(source.diffId())) {
                    throw new CorruptArchiveException("wrong diff id: the content is really " + actual);
                }
                return size;
            }
        }
    }

    /** Removes what was staged. */
    void discard(byte[] name) throws KernelException {
        new TreeRemover(layers).remove(name);
    }

    static EngineException failure(String what, IOException e) {
        if (e instanceof KernelException kernel && kernel.isDiskFull()) {
            return new EngineException(ErrorKind.UNAVAILABLE, what + ": no space left on device", e);
        }
        return new EngineException(ErrorKind.INTERNAL, what + ": " + e.getMessage(), e);
    }
}
