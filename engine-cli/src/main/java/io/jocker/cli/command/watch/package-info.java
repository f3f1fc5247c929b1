/** The verbs that look at what containers do and did: stats, top, why. */
package io.jocker.cli.command.watch;
