package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A mount in the long form of --mount. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Mount(
        @JsonProperty("Type") String type,
        @JsonProperty("Source") String source,
        @JsonProperty("Target") String target,
        @JsonProperty("ReadOnly") boolean readOnly,
        @JsonProperty("Consistency") String consistency,
        @JsonProperty("BindOptions") Bind bindOptions,
        @JsonProperty("VolumeOptions") Volume volumeOptions,
        @JsonProperty("ImageOptions") Image imageOptions,
        @JsonProperty("TmpfsOptions") Tmpfs tmpfsOptions) {

    /** What is said of a bind mount. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Bind(
            @JsonProperty("Propagation") String propagation,
            @JsonProperty("NonRecursive") boolean nonRecursive,
            @JsonProperty("CreateMountpoint") boolean createMountpoint,
            @JsonProperty("ReadOnlyNonRecursive") boolean readOnlyNonRecursive,
            @JsonProperty("ReadOnlyForceRecursive") boolean readOnlyForceRecursive) {
    }

    /** What is said of a volume. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Volume(
            @JsonProperty("NoCopy") boolean noCopy,
            @JsonProperty("Labels") Map<String, String> labels,
            @JsonProperty("DriverConfig") Driver driverConfig,
            @JsonProperty("Subpath") String subpath) {
    }

    /** A volume's driver and its options. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Driver(
            @JsonProperty("Name") String name,
            @JsonProperty("Options") Map<String, String> options) {
    }

    /** What is said of an image's files. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Image(@JsonProperty("Subpath") String subpath) {
    }

    /** What is said of a temporary file system; size in bytes, mode as a number. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Tmpfs(
            @JsonProperty("SizeBytes") long sizeBytes,
            @JsonProperty("Mode") long mode,
            @JsonProperty("Options") List<List<String>> options) {
    }
}
