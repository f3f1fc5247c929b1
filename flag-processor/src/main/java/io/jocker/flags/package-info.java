/** Turns picocli's annotations into code while the client is compiled. */
package io.jocker.flags;
