package io.jocker.core.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container's health check says.
 *
 * @param status        {@link #STARTING}, {@link #HEALTHY} or {@link #UNHEALTHY}
 * @param failingStreak how many probes have failed one after the other
 * @param log           the last probes, oldest first, at most {@link #KEPT}
 */
public record Health(String status, int failingStreak, List<Probe> log) {
    /** No verdict yet. */
    public static final String STARTING = "starting";
    /** The last probe succeeded. */
    public static final String HEALTHY = "healthy";
    /** As many probes as the check has retries have failed. */
    public static final String UNHEALTHY = "unhealthy";
    /** How many probes are kept. */
    public static final int KEPT = 5;
    /** Before the first probe. */
    public static final Health FRESH = new Health(STARTING, 0, List.of());

    /**
     * One run of the check.
     *
     * @param exitCode 0 for healthy, 1 for unhealthy, -1 if it took too long or could not be run
     * @param output   the beginning of what it wrote
     */
    public record Probe(Instant start, Instant end, int exitCode, String output) {
        /** Whether it found the container well. */
        @JsonIgnore
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * The verdict after one more probe: Docker's rules.
     *
     * @param retries  how many failures in a row it takes
     * @param starting whether the container is within its start period: failures do not count yet
     */
    public Health after(Probe probe, int retries, boolean starting) {
        List<Probe> probes = new ArrayList<>(log);
        probes.add(probe);
        List<Probe> kept = List.copyOf(probes.subList(Math.max(0, probes.size() - KEPT), probes.size()));
        if (probe.succeeded()) {
            return new Health(HEALTHY, 0, kept);
        }
        if (starting && status.equals(STARTING)) {
            return new Health(status, failingStreak, kept);
        }
        int streak = failingStreak + 1;
        return new Health(streak >= retries ? UNHEALTHY : status, streak, kept);
    }
}
