/** Between the wire records of the Engine API and the engine's own types. */
package io.jocker.daemon.translate;
