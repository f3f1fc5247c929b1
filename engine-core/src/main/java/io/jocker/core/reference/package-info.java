/** How things are named: digests, image references, object ids, platforms. Values checked when they are made. */
package io.jocker.core.reference;
