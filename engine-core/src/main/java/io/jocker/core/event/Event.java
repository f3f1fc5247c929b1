package io.jocker.core.event;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to something of the engine.
 *
 * @param type       what kind of thing: container, image, volume, network, daemon, builder
 * @param action     what happened, in Docker's words
 * @param id         the thing's id or name
 * @param attributes what else is known of it
 */
public record Event(Instant time, String type, String action, String id, Map<String, String> attributes) {
}
