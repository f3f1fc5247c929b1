package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the namespaces of other containers that a container is to share: the modes {@code container:NAME}. */
public final class NamespaceJoiner {
    private static final String PREFIX = "container:";

    private final ContainerCatalogue catalogue;

    /** Looks others up in {@code catalogue}. */
    public NamespaceJoiner(ContainerCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Namespaces to join.
     *
     * @param paths by the OCI specification's type, such as {@code network}
     * @param shm   the other container's /dev/shm where its IPC is shared, else null
     */
    public record Joined(Map<String, String> paths, String shm) {
        /** A container that shares nothing. */
        public static final Joined NONE = new Joined(Map.of(), null);
    }

    /** The other container that a mode names; empty for other modes. NOT_FOUND if there is none. */
    public Optional<Container> donor(String mode) {
        return mode == null || !mode.startsWith(PREFIX) ? Optional.empty()
                : Optional.of(catalogue.find(mode.substring(PREFIX.length())));
    }

    /** Refuses modes that name containers which are not there: NOT_FOUND. */
    public void check(HostConfig host) {
        donor(host.networkMode());
        donor(host.ipcMode());
        donor(host.pidMode());
    }

    /**
     * The namespaces, as they are now.
     *
     * @throws EngineException CONFLICT, with Docker's words, if the other container does not run or does not share
     */
    public Joined join(HostConfig host) {
        Map<String, String> paths = new LinkedHashMap<>();
        donor(host.networkMode()).ifPresent(d -> paths.put("network", path(d, "network", "net")));
        donor(host.pidMode()).ifPresent(d -> paths.put("pid", path(d, "PID", "pid")));
        Optional<Container> ipc = donor(host.ipcMode());
        ipc.ifPresent(d -> {
            paths.put("ipc", path(d, "IPC", "ipc"));
            if (!"shareable".equals(d.spec().host().ipcMode())) {
                throw EngineException.conflict("cannot join IPC of container " + d.id()
                        + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
            }
        });
        return paths.isEmpty() ? Joined.NONE
                : new Joined(paths, ipc.map(d -> "/proc/" + pid(d, "IPC") + "/root/dev/shm").orElse(null));
    }

    private static String path(Container donor, String what, String type) {
        return "/proc/" + pid(donor, what) + "/ns/" + type;
    }

    private static int pid(Container donor, String what) {
        if (donor.state() instanceof ContainerState.Restarting) {
            throw EngineException.conflict("Container " + donor.id()
                    + " is restarting, wait until the container is running");
        }
        if (!(donor.state() instanceof ContainerState.Live live)) {
            throw EngineException.conflict("cannot join " + what + " namespace of a non running container: container "
                    + donor.name() + " is " + donor.state().status());
        }
        return live.process().pid();
    }
}
