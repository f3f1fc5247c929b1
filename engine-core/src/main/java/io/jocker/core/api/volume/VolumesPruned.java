package io.jocker.core.api.volume;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What prune removed. */
public record VolumesPruned(
        @JsonProperty("VolumesDeleted") List<String> volumesDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {
}
