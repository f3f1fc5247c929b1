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
        boolean init,
        Runtime runtime) {

    /** Another OCI runtime that makes the container; an absolute path. */
    public record Runtime(String path, List<String> args) {
    }

    /** The overlay that becomes the root file system; absolute host paths, lower ones topmost first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Overlay(
            List<String> lower,
            String upper,
            String work,
            @com.fasterxml.jackson.annotation.JsonProperty("volatile") boolean isVolatile) {
    }

    /**
     * The log that the shim writes; which keys a driver has is said in docs/shim-protocol.md. {@code maxSize} and
     * {@code maxBufferSize} in bytes.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Log(String driver, String path, Long maxSize, Integer maxFile, Boolean compress,
            Map<String, String> attrs, String address, String facility, String tag, String format,
            Map<String, String> fields, String mode, Long maxBufferSize) {
        /** No log at all. */
        public static final Log NONE = new Builder("none").build();

        /** Gathers what one driver needs. */
        public static final class Builder {
            private final String driver;
            private String path;
            private Long maxSize;
            private Integer maxFile;
            private Boolean compress;
            private Map<String, String> attrs;
            private String address;
            private String facility;
            private String tag;
            private String format;
            private Map<String, String> fields;
            private String mode;
            private Long maxBufferSize;

            /** For one driver. */
            public Builder(String driver) {
                this.driver = driver;
            }

            /** Files, rotated. */
            public Builder file(String file, long size, int count, boolean compressed) {
                path = file;
                maxSize = size;
                maxFile = count;
                compress = compressed;
                return this;
            }

            /** What stands beside each entry; null for nothing. */
            public Builder attributes(Map<String, String> attributes) {
                attrs = attributes;
                return this;
            }

            /** Where syslog listens, and what it is told; null for the usual. */
            public Builder syslog(String where, String which, String what, String how) {
                address = where;
                facility = which;
                tag = what;
                format = how;
                return this;
            }

            /** The fields that every entry of the journal has. */
            public Builder fields(Map<String, String> given) {
                fields = given;
                return this;
            }

            /** Whether a log that does not keep up holds the container up; null for the usual. */
            public Builder mode(String word, Long bufferSize) {
                mode = word;
                maxBufferSize = bufferSize;
                return this;
            }

            /** The result. */
            public Log build() {
                return new Log(driver, path, maxSize, maxFile, compress, attrs, address, facility, tag, format, fields,
                        mode, maxBufferSize);
            }
        }
    }
}
