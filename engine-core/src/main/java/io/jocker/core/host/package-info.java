/** The kernel from Java: calls, handles, attributes. Failures are {@code KernelException}s that carry the errno. */
package io.jocker.core.host;
