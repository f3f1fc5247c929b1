/** Wire records of the image part of the Engine API. */
package io.jocker.core.api.image;
