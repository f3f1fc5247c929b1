package io.jocker.core.layer;

import io.jocker.core.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Who unpacks what: of several requests that lack a layer at the same time one takes it, the others wait. A request
 * takes all that it can in one step, so requests never wait for each other in a circle.
 */
final class Claims {
    private final Map<Digest, CompletableFuture<Void>> inFlight = new HashMap<>();

    /**
     * What one request got.
     *
     * @param present layers that are there and held
     * @param mine layers to unpack, and to {@link Claims#finish}
     * @param others what ends when other requests are through with theirs, well or not
     */
    record Claim(Set<Digest> present, List<Digest> mine, List<CompletableFuture<Void>> others) {
    }

    /** Asks what is there and takes of the rest what nobody else has. */
    synchronized Claim claim(List<Digest> chain, Supplier<Set<Digest>> present) {
        Set<Digest> there = present.get();
        List<Digest> mine = new ArrayList<>();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (Digest chainId : chain) {
            if (there.contains(chainId)) {
                continue;
            }
            CompletableFuture<Void> other = inFlight.get(chainId);
            if (other != null) {
                others.add(other);
            } else {
                inFlight.put(chainId, new CompletableFuture<>());
                mine.add(chainId);
            }
        }
        return new Claim(there, mine, others);
    }

    /** Gives the claim up: the layers are there now, or this request failed. */
    synchronized void finish(Claim claim) {
        for (Digest chainId : claim.mine) {
            inFlight.remove(chainId).complete(null);
        }
    }
}
