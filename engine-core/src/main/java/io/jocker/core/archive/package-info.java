/**
 * Archives as bytes come: compression, tar, and the limits that keep a hostile one in bounds. Knows nothing of
 * files on disk: who unpacks an entry resolves its path beneath a handle. The tar writer will stand here as well.
 */
package io.jocker.core.archive;
