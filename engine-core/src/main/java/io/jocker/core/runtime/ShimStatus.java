package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a shim says of its container. A pid alone names nothing for good; with the start time beside it, it does.
 *
 * @param status    {@code created}, {@code running}, {@code paused} or {@code stopped}
 * @param exit      the exit record once it is stopped, else null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ShimStatus(String status, int pid, long startTime, int shimPid, long shimStartTime, ExitRecord exit) {
}
