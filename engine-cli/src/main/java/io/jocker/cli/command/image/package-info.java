/** The verbs about images. */
package io.jocker.cli.command.image;
