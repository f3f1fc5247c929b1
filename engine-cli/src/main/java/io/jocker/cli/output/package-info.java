/** What commands print: tables, times, progress. */
package io.jocker.cli.output;
