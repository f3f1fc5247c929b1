package io.jocker.core.layer;

import io.jocker.core.reference.Digest;

/** A layer that is unpacked but not in its place yet: the name of its directory in {@code layers/}. */
record StagedLayer(byte[] name, Digest diffId, long size) {
}
