/** Unix sockets from Java: streams, listeners, and one poller for all that waits. */
package io.jocker.core.host.socket;
