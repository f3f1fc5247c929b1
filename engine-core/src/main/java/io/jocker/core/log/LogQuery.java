package io.jocker.core.log;

import java.time.Instant;

/**
 * Which entries of a log are wanted.
 *
 * @param since only entries at or after this, or null
 * @param until only entries before this, or null
 * @param tail  only so many of the last ones, negative for all
 */
public record LogQuery(boolean stdout, boolean stderr, Instant since, Instant until, long tail) {
}
