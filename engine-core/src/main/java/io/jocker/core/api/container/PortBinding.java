package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where on the host a container port is published. */
public record PortBinding(
        @JsonProperty("HostIp") String hostIp,
        @JsonProperty("HostPort") String hostPort) {
}
