package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The capabilities of a container: Docker's fourteen, changed by {@code --cap-add} and {@code --cap-drop}. */
public final class Capabilities {
    private static final String PREFIX = "CAP_";

    /** What a container has unless told otherwise. */
    static final List<String> DEFAULT = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER",
            "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE");

    /** Every capability that Linux knows, in the order of their numbers. */
    static final List<String> ALL = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER",
            "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK",
            "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE");

    private Capabilities() {
    }

    /**
     * The set that results.
     *
     * @param add  names with or without {@code CAP_}, or {@code ALL}; may be null
     * @param drop likewise
     * @throws EngineException INVALID, with Docker's words, for an unknown name
     */
    public static List<String> resolve(List<String> add, List<String> drop, boolean privileged) {
        if (privileged) {
            return ALL;
        }
        List<String> added = normalise("CapAdd", add);
        List<String> dropped = normalise("CapDrop", drop);
        Set<String> result = new LinkedHashSet<>();
        if (added.contains("ALL")) {
            result.addAll(ALL);
            dropped.forEach(result::remove);
        } else {
            if (!dropped.contains("ALL")) {
                result.addAll(DEFAULT);
                dropped.forEach(result::remove);
            }
            result.addAll(added);
        }
        return List.copyOf(result);
    }

    private static List<String> normalise(String field, List<String> names) {
        List<String> result = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (upper.equals("ALL")) {
                result.add(upper);
                continue;
            }
            String full = upper.startsWith(PREFIX) ? upper : PREFIX + upper;
            if (!ALL.contains(full)) {
                throw EngineException.invalid("invalid " + field + ": unknown capability: \"" + full + "\"");
            }
            result.add(full);
        }
        return result;
    }
}
