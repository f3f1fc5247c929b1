package io.jocker.core.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of image inspect. */
public record ImageReport(
        @JsonProperty("Id") String id,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Parent") String parent,
        @JsonProperty("Comment") String comment,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Created") String created,
        @JsonProperty("DockerVersion") String dockerVersion,
        @JsonProperty("Author") String author,
        @JsonProperty("Config") io.jocker.core.api.container.ContainerConfig config,
        @JsonProperty("Architecture") String architecture,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Variant") String variant,
        @JsonProperty("Os") String os,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("OsVersion") String osVersion,
        @JsonProperty("Size") long size,
        @JsonProperty("GraphDriver") io.jocker.core.api.container.report.GraphDriver graphDriver,
        @JsonProperty("RootFS") RootFs rootFS,
        @JsonProperty("Metadata") ImageMetadata metadata,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Descriptor") Descriptor descriptor) {
}
