package io.jocker.cli.command.system;

import io.jocker.cli.client.Json;
import java.util.List;
import java.util.Map;

/** The flags of what a container may do, and of what it shares. */
record ConfinementWords(Object host, List<String> words) {
    void add() {
        boolean privileged = Boolean.TRUE.equals(Json.get(host, "Privileged"));
        if (privileged) {
            words.add("--privileged");
        }
        Json.list(host, "CapAdd").forEach(c -> value("--cap-add", c.toString()));
        Json.list(host, "CapDrop").forEach(c -> value("--cap-drop", c.toString()));
        // A profile that was a file is its text now, which --security-opt takes as well.
        Json.list(host, "SecurityOpt").forEach(o -> value("--security-opt", o.toString()));
        boolean unmasked = Json.get(host, "MaskedPaths") instanceof List<?> masked && masked.isEmpty()
                && Json.get(host, "ReadonlyPaths") instanceof List<?> readOnly && readOnly.isEmpty();
        value("--security-opt", unmasked && !privileged ? "systempaths=unconfined" : "");
        if (Json.get(host, "Sysctls") instanceof Map<?, ?> sysctls) {
            sysctls.forEach((k, v) -> value("--sysctl", k + "=" + v));
        }
        Json.list(host, "Devices").forEach(d -> value("--device", Json.text(d, "PathOnHost") + ":"
                + Json.text(d, "PathInContainer") + ":" + Json.text(d, "CgroupPermissions")));
        Json.list(host, "DeviceCgroupRules").forEach(r -> value("--device-cgroup-rule", r.toString()));
        value("--pid", Json.text(host, "PidMode"));
        String ipc = Json.text(host, "IpcMode");
        value("--ipc", ipc.equals("private") ? "" : ipc);
        value("--uts", Json.text(host, "UTSMode"));
        value("--userns", Json.text(host, "UsernsMode"));
        String cgroupns = Json.text(host, "CgroupnsMode");
        value("--cgroupns", cgroupns.equals("private") ? "" : cgroupns);
        value("--cgroup-parent", Json.text(host, "CgroupParent"));
    }

    private void value(String flag, String value) {
        if (!value.isEmpty()) {
            words.add(flag);
            words.add(value);
        }
    }
}
