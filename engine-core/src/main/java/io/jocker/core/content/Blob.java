package io.jocker.core.content;

import io.jocker.core.reference.Digest;

/** Content that the store has: its digest, and its size in bytes. */
public record Blob(Digest digest, long size) {
}
