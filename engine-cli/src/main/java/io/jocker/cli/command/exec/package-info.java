/** Processes beside a container's first one. */
package io.jocker.cli.command.exec;
