/** Processes of the host: starting them without forking the JVM, and telling them apart for good. */
package io.jocker.core.host.process;
