package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The health of a container as inspect shows it. */
public record HealthReport(
        @JsonProperty("Status") String status,
        @JsonProperty("FailingStreak") int failingStreak,
        @JsonProperty("Log") List<Probe> log) {

    /** One probe; times in RFC 3339. */
    public record Probe(
            @JsonProperty("Start") String start,
            @JsonProperty("End") String end,
            @JsonProperty("ExitCode") int exitCode,
            @JsonProperty("Output") String output) {
    }
}
