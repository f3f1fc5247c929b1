package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/** The whole of config.json. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Spec(
        String ociVersion,
        ProcessSpec process,
        RootSpec root,
        String hostname,
        String domainname,
        List<MountSpec> mounts,
        LinuxSpec linux,
        Map<String, String> annotations) {
}
