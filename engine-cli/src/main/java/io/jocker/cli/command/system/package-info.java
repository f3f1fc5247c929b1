/** The verbs about the engine and whatever has a name. */
package io.jocker.cli.command.system;
