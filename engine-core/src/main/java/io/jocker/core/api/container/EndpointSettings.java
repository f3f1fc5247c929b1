package io.jocker.core.api.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A container's endpoint on one network. */
public record EndpointSettings(
        @JsonProperty("IPAMConfig") Map<String, Object> ipamConfig,
        @JsonProperty("Links") List<String> links,
        @JsonProperty("Aliases") List<String> aliases,
        @JsonProperty("MacAddress") String macAddress,
        @JsonProperty("DriverOpts") Map<String, String> driverOpts,
        @JsonProperty("GwPriority") int gwPriority,
        @JsonProperty("NetworkID") String networkID,
        @JsonProperty("EndpointID") String endpointID,
        @JsonProperty("Gateway") String gateway,
        @JsonProperty("IPAddress") String ipAddress,
        @JsonProperty("IPPrefixLen") int ipPrefixLen,
        @JsonProperty("IPv6Gateway") String iPv6Gateway,
        @JsonProperty("GlobalIPv6Address") String globalIPv6Address,
        @JsonProperty("GlobalIPv6PrefixLen") int globalIPv6PrefixLen,
        @JsonProperty("DNSNames") List<String> dnsNames) {
}
