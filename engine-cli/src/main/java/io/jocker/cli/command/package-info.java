/** One class for each verb: a record of its flags, and what it does with them. */
package io.jocker.cli.command;
