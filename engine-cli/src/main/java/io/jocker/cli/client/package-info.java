/** Talking to an engine: where it listens, HTTP/1.1 as its API uses it, JSON without data binding. */
package io.jocker.cli.client;
