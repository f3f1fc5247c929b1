/** Creating containers: checks, the image's defaults, names. */
package io.jocker.core.container.create;
