package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the container's health is checked. */
final class HealthFlags {
    @Option(names = "--health-cmd", description = "Command to run to check health")
    String command = "";
    @Option(names = "--health-interval", paramLabel = "duration",
            description = "Time between running the check (ms|s|m|h) (default 0s)")
    String interval = "0";
    @Option(names = "--health-retries", description = "Consecutive failures needed to report unhealthy")
    int retries;
    @Option(names = "--health-timeout", paramLabel = "duration",
            description = "Maximum time to allow one check to run (ms|s|m|h) (default 0s)")
    String timeout = "0";
    @Option(names = "--health-start-period", paramLabel = "duration",
            description = "Start period for the container to initialize before starting health-retries countdown "
            + "(ms|s|m|h) (default 0s)")
    String startPeriod = "0";
    @Option(names = "--health-start-interval", paramLabel = "duration",
            description = "Time between running the check during the start period (ms|s|m|h) (default 0s)")
    String startInterval = "0";
    @Option(names = "--no-healthcheck", description = "Disable any container-specified HEALTHCHECK")
    boolean none;

    void fill(Map<String, Object> config) {
        Map<String, Object> check = new LinkedHashMap<>();
        if (!command.isEmpty()) {
            check.put("Test", List.of("CMD-SHELL", command));
        }
        put(check, "Interval", "--health-interval", interval);
        put(check, "Timeout", "--health-timeout", timeout);
        put(check, "StartPeriod", "--health-start-period", startPeriod);
        put(check, "StartInterval", "--health-start-interval", startInterval);
        if (retries < 0) {
            throw new CliException(125, "--health-retries cannot be negative");
        }
        if (retries > 0) {
            check.put("Retries", retries);
        }
        if (none && !check.isEmpty()) {
            throw new CliException(125, "--no-healthcheck conflicts with --health-* options");
        }
        if (none) {
            check.put("Test", List.of("NONE"));
        }
        if (!check.isEmpty()) {
            config.put("Healthcheck", check);
        }
    }

    private static void put(Map<String, Object> check, String name, String flag, String text) {
        long nanos = Durations.nanos(flag, text);
        if (nanos < 0) {
            throw new CliException(125, flag + " cannot be negative");
        }
        if (nanos > 0) {
            check.put(name, nanos);
        }
    }
}
