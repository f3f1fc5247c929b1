/** The verbs about volumes. */
package io.jocker.cli.command.volume;
