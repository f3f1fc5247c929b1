/** Where the output of containers goes, and how it is read again. */
package io.jocker.core.container.logging;
