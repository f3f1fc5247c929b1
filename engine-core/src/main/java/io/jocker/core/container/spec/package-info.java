/** From a container's configuration to the OCI configuration that the runtime carries out. */
package io.jocker.core.container.spec;
