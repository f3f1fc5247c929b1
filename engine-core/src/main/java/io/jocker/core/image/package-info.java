/**
 * Images: what a configuration says, what manifests and indexes name, tags, and a class per verb: load, list, resolve,
 * inspect, tag, remove. An image's id is the digest of its configuration.
 */
package io.jocker.core.image;
