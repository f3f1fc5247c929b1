/** Records of the resource part of the OCI runtime specification: control group limits and device rules. */
package io.jocker.core.runtime.resource;
