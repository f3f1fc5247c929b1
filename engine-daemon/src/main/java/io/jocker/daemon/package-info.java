/** The daemon: the one place that wires everything, and its beginning and end. */
package io.jocker.daemon;
