package io.jocker.core.layer;

import io.jocker.core.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chain ids: the name of a layer together with all below it (OCI image specification, config.md, "Layer ChainID").
 */
public final class Chain {
    private Chain() {
    }

    /** The chain id of each layer of a stack, lowest first. */
    public static List<Digest> of(List<Digest> diffIds) {
        List<Digest> chain = new ArrayList<>(diffIds.size());
        for (Digest diffId : diffIds) {
            chain.add(chain.isEmpty() ? diffId : Digest.sha256(chain.get(chain.size() - 1) + " " + diffId));
        }
        return chain;
    }

    /** The chain id of a whole stack; empty for no layers. */
    public static Optional<Digest> top(List<Digest> diffIds) {
        List<Digest> chain = of(diffIds);
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }
}
