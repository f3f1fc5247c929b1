package io.jocker.core.image.document;

import java.util.List;

/**
 * How to see whether a container is well, as the image proposes: the test in Docker's notation ({@code NONE},
 * {@code CMD …}, {@code CMD-SHELL …}), times in nanoseconds, 0 where nothing is stated.
 */
public record Healthcheck(List<String> test, long interval, long timeout, long startPeriod, long startInterval,
        long retries) {
    static Healthcheck read(JsonDocument json) {
        return new Healthcheck(json.texts("Test").orElse(List.of()), json.number("Interval"), json.number("Timeout"),
                json.number("StartPeriod"), json.number("StartInterval"), json.number("Retries"));
    }
}
