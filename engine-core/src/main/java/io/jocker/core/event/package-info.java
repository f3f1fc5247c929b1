/** What happened: publish, replay, filter. */
package io.jocker.core.event;
