package io.jocker.core.container;

/** Which streams a client wants. */
public record AttachRequest(boolean stdin, boolean stdout, boolean stderr) {
}
