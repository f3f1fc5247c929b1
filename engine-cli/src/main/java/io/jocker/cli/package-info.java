/** The thin client: finds the verb, gives it what it needs as values, and returns its exit code. */
package io.jocker.cli;
