/** The life of a container: one class for each verb, the listener to its end, and recovery. */
package io.jocker.core.container.life;
