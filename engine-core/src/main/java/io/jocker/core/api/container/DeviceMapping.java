package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A device of the host given to the container. */
public record DeviceMapping(
        @JsonProperty("PathOnHost") String pathOnHost,
        @JsonProperty("PathInContainer") String pathInContainer,
        @JsonProperty("CgroupPermissions") String cgroupPermissions) {
}
