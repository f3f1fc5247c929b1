/** Containers: what they are, the one sealed state each is in, a class per verb, and recovery. */
package io.jocker.core.container;
