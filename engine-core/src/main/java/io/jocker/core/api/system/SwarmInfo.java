package io.jocker.core.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The swarm this engine is in: none. */
public record SwarmInfo(
        @JsonProperty("NodeID") String nodeID,
        @JsonProperty("NodeAddr") String nodeAddr,
        @JsonProperty("LocalNodeState") String localNodeState,
        @JsonProperty("ControlAvailable") boolean controlAvailable,
        @JsonProperty("Error") String error,
        @JsonProperty("RemoteManagers") List<String> remoteManagers) {
}
