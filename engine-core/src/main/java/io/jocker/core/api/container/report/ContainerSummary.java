package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jocker.core.api.container.MountPoint;
import java.util.List;
import java.util.Map;

/** One row of ls; created in seconds since the epoch. */
public record ContainerSummary(
        @JsonProperty("Id") String id,
        @JsonProperty("Names") List<String> names,
        @JsonProperty("Image") String image,
        @JsonProperty("ImageID") String imageID,
        @JsonProperty("Command") String command,
        @JsonProperty("Created") long created,
        @JsonProperty("Ports") List<PortSummary> ports,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("SizeRw") long sizeRw,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("SizeRootFs") long sizeRootFs,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("State") String state,
        @JsonProperty("Status") String status,
        @JsonProperty("HostConfig") HostConfigSummary hostConfig,
        @JsonProperty("NetworkSettings") NetworkSummary networkSettings,
        @JsonProperty("Mounts") List<MountPoint> mounts) {
}
