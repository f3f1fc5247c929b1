/** What a container is asked to mount: read, checked, and turned into mounts. */
package io.jocker.core.container.mount;
