package io.jocker.core.layer;

import io.jocker.core.EngineException;
import io.jocker.core.host.KernelException;
import io.jocker.core.reference.Digest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What one request has staged and not placed yet: whatever happens, it is placed or discarded in the end. */
final class Staging {
    private final LayerStager stager;
    private final Set<StagedLayer> open = new LinkedHashSet<>();

    Staging(LayerStager stager) {
        this.stager = stager;
    }

    /** Waits for all, so that nothing is still being written when one of them failed; then fails if one did. */
    Map<Digest, StagedLayer> await(Map<Digest, Future<StagedLayer>> running) {
        Map<Digest, StagedLayer> staged = new LinkedHashMap<>();
        RuntimeException failure = null;
        for (Map.Entry<Digest, Future<StagedLayer>> entry : running.entrySet()) {
            try {
                StagedLayer layer = join(entry.getValue());
                open.add(layer);
                staged.put(entry.getKey(), layer);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return staged;
    }

    private static StagedLayer join(Future<StagedLayer> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof EngineException known) {
                        throw known;
                    }
                    throw EngineException.internal("cannot unpack a layer: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void placed(StagedLayer layer) {
        open.remove(layer);
    }

    void discardRest() {
        for (StagedLayer layer : open) {
            try {
                stager.discard(layer.name());
            } catch (KernelException e) {
                throw LayerStager.failure("cannot discard an unfinished layer", e);
            }
        }
        open.clear();
    }
}
