/**
 * Records of the OCI runtime specification 1.2 ({@code config.json}), and of {@code shim.json} beside it. Only
 * what this engine writes; empty fields are left out of the file.
 */
package io.jocker.core.runtime.spec;
