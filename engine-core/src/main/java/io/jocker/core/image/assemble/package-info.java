/** New images from parts. */
package io.jocker.core.image.assemble;
