/** Archives of images as {@code docker save} and OCI tools write them, read once and spooled to the content store. */
package io.jocker.core.image.bundle;
