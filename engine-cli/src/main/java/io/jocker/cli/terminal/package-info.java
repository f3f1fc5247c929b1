/** The user's terminal: raw mode, size, signals, and the pumps between it and a container. */
package io.jocker.cli.terminal;
