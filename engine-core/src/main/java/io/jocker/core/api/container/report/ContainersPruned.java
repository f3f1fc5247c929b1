package io.jocker.core.api.container.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What prune removed. */
public record ContainersPruned(
        @JsonProperty("ContainersDeleted") List<String> containersDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {
}
