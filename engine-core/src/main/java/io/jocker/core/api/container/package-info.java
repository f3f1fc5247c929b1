/** Wire records of the container part of the Engine API: what clients send. */
package io.jocker.core.api.container;
