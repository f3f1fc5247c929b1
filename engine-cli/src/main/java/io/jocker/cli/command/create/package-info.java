/** Creating containers: the flags of run and create, their syntaxes, and the request they make. */
package io.jocker.cli.command.create;
