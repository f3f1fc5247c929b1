/**
 * Layers as directories: unpacked once per chain id below {@code layers/<number>/diff} in overlayfs's own notation.
 * Answers directories to mount; never mounts.
 */
package io.jocker.core.layer;
