/** Volumes: directories that outlive containers. */
package io.jocker.core.volume;
