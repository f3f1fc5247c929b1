/** The verbs about containers. */
package io.jocker.cli.command.container;
