/**
 * Running containers: the OCI configuration, and the shim that carries it out. The shim is the source of truth
 * about a process; docs/shim-protocol.md is the contract.
 */
package io.jocker.core.runtime;
