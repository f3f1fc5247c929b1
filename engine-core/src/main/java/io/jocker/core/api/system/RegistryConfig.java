package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** How registries are reached. */
public record RegistryConfig(
        @JsonProperty("InsecureRegistryCIDRs") List<String> insecureRegistryCIDRs,
        @JsonProperty("IndexConfigs") Map<String, IndexConfig> indexConfigs,
        @JsonProperty("Mirrors") List<String> mirrors) {
}
