/** The verbs about containers' files: cp, diff, export, commit. */
package io.jocker.cli.command.files;
