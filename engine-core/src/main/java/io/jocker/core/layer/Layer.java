package io.jocker.core.layer;

import io.jocker.core.reference.Digest;
import java.util.OptionalLong;

/**
 * An unpacked layer: the number of its directory, its chain id and diff id, the number of the layer below it, and
 * the bytes of its regular files.
 */
public record Layer(long number, Digest chainId, Digest diffId, OptionalLong parent, long size) {
}
