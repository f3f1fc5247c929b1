package io.jocker.core.container.health;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HealthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a container's health is to be checked; what is not said is Docker's default.
 *
 * @param command       the probe
 * @param interval      from the end of a probe to the beginning of the next
 * @param timeout       for how long a probe may take
 * @param retries       how many failures in a row make a container unhealthy
 * @param startPeriod   for how long after the start failures do not count
 * @param startInterval the interval within the start period
 */
public record HealthCheck(List<String> command, Duration interval, Duration timeout, int retries,
        Duration startPeriod, Duration startInterval) {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration USUAL_START_INTERVAL = Duration.ofSeconds(5);
    private static final int USUAL_RETRIES = 3;
    private static final long SHORTEST_NANOS = 1_000_000;

    /** The check of a container; null if it has none. */
    public static HealthCheck of(ContainerConfig config) {
        HealthConfig health = config.healthcheck();
        if (health == null || health.test() == null || health.test().isEmpty()
                || "NONE".equals(health.test().get(0))) {
            return null;
        }
        return new HealthCheck(command(config, health.test()), or(health.interval(), USUAL),
                or(health.timeout(), USUAL), health.retries() == 0 ? USUAL_RETRIES : health.retries(),
                Duration.ofNanos(health.startPeriod()), or(health.startInterval(), USUAL_START_INTERVAL));
    }

    private static List<String> command(ContainerConfig config, List<String> test) {
        List<String> words = test.subList(1, test.size());
        if (test.get(0).equals("CMD")) {
            return List.copyOf(words);
        }
        List<String> shell = new ArrayList<>(config.shell() == null || config.shell().isEmpty()
                ? List.of("/bin/sh", "-c") : config.shell());
        shell.addAll(words);
        return shell;
    }

    private static Duration or(long nanos, Duration usual) {
        return nanos == 0 ? usual : Duration.ofNanos(nanos);
    }

    /**
     * Refuses a check that makes no sense.
     *
     * @throws EngineException INVALID, with Docker's words
     */
    public static void check(HealthConfig health) {
        if (health == null) {
            return;
        }
        shortest("Interval", health.interval());
        shortest("Timeout", health.timeout());
        shortest("StartPeriod", health.startPeriod());
        shortest("StartInterval", health.startInterval());
        if (health.retries() < 0) {
            throw EngineException.invalid("Retries in Healthcheck cannot be negative");
        }
        List<String> test = health.test();
        if (test != null && !test.isEmpty()) {
            String kind = test.get(0);
            if (!List.of("", "NONE", "CMD", "CMD-SHELL").contains(kind)) {
                throw EngineException.invalid("Unknown type '" + kind + "' in HEALTHCHECK (try CMD or CMD-SHELL)");
            }
            if (kind.startsWith("CMD") && test.size() == 1) {
                throw EngineException.invalid("Missing command after " + kind + " in Healthcheck");
            }
        }
    }

    private static void shortest(String name, long nanos) {
        if (nanos != 0 && nanos < SHORTEST_NANOS) {
            throw EngineException.invalid(name + " in Healthcheck cannot be less than 1ms");
        }
    }
}
