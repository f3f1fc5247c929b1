package io.jocker.core.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What the shim needs to know and the OCI configuration has no word for ({@code shim.json}; the keys are
 * described in docs/shim-protocol.md).
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShimSpec(
        String id,
        Overlay overlay,
        String user,
        List<String> groups,
        boolean stdin,
        Log log,
        String exit,
        boolean durable,
        String seccompCache,
        boolean makeCwd,
        boolean init) {

    /** The overlay that becomes the root file system; absolute host paths, lower ones topmost first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Overlay(
            List<String> lower,
            String upper,
            String work,
            @com.fasterxml.jackson.annotation.JsonProperty("volatile") boolean isVolatile) {
    }

    /** The log that the shim writes; {@code maxSize} in bytes, 0 never rotates. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Log(String driver, String path, Long maxSize, Integer maxFile, Map<String, String> attrs) {
        /** No log at all. */
        public static final Log NONE = new Log("none", null, null, null, null);
    }
}
