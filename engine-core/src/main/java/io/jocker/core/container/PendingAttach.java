package io.jocker.core.container;

import io.jocker.core.runtime.ShimStreams;
import java.util.concurrent.CompletableFuture;

/** A client that attached before the start: it gets its streams before the program runs, and so misses nothing. */
public record PendingAttach(AttachRequest request, CompletableFuture<ShimStreams> streams) {
}
