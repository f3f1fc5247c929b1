/**
 * Content by digest: {@code blobs/<algorithm>/<hex>} under the data root, written through {@code ingest/}. A blob
 * is there whole and durable, or not at all. What nobody holds and no blob links to is collected.
 */
package io.jocker.core.content;
