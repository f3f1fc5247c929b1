package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A block device and a rate: bytes or operations a second. */
public record ThrottleDevice(
        @JsonProperty("Path") String path,
        @JsonProperty("Rate") long rate) {
}
