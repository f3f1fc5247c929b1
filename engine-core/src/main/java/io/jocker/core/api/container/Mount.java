package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A mount in the long form of --mount. */
public record Mount(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Type") String type,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Source") String source,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Target") String target,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("ReadOnly") boolean readOnly,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("Consistency") String consistency,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("BindOptions") Map<String, Object> bindOptions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("VolumeOptions") Map<String, Object> volumeOptions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("ImageOptions") Map<String, Object> imageOptions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("TmpfsOptions") Map<String, Object> tmpfsOptions) {
}
