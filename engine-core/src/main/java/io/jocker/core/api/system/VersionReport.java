package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of /version. */
public record VersionReport(
        @JsonProperty("Platform") PlatformName platform,
        @JsonProperty("Components") List<Component> components,
        @JsonProperty("Version") String version,
        @JsonProperty("ApiVersion") String apiVersion,
        @JsonProperty("MinAPIVersion") String minAPIVersion,
        @JsonProperty("GitCommit") String gitCommit,
        @JsonProperty("GoVersion") String goVersion,
        @JsonProperty("Os") String os,
        @JsonProperty("Arch") String arch,
        @JsonProperty("KernelVersion") String kernelVersion,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("Experimental") boolean experimental,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("BuildTime") String buildTime) {
}
