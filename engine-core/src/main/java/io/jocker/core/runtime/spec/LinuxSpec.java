package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jocker.core.runtime.resource.ResourceSpec;
import java.util.List;
import java.util.Map;

/** What only Linux has. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LinuxSpec(
        List<NamespaceSpec> namespaces,
        List<DeviceSpec> devices,
        String cgroupsPath,
        ResourceSpec resources,
        SeccompSpec seccomp,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        Map<String, String> sysctl,
        String rootfsPropagation) {
}
