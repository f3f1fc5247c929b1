/**
 * The documents that describe images, as values: configuration, manifest, index, descriptor. Read strictly: duplicate
 * keys, wrong types, excessive size or depth are INVALID.
 */
package io.jocker.core.image.document;
