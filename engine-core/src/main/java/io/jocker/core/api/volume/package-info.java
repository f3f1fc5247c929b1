/** Wire records of volumes. */
package io.jocker.core.api.volume;
