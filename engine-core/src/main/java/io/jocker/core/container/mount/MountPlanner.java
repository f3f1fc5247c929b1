package io.jocker.core.container.mount;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.api.container.Mount;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what is to be mounted into a container from all places where it may be said, by Docker's rules: other
 * containers' volumes first, then {@code -v} and {@code --mount}, which replace those; a place in the image's or the
 * request's list of volumes gets a new one unless something is mounted there.
 */
public final class MountPlanner {
    private final ContainerCatalogue catalogue;

    /** Looks other containers up in {@code catalogue}. */
    public MountPlanner(ContainerCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The mounts, by destination; volumes without a name are to be made.
     *
     * @throws EngineException INVALID or NOT_FOUND, with Docker's words
     */
    public List<ContainerMount> plan(ContainerConfig config, HostConfig host) {
        Map<String, ContainerMount> mounts = new LinkedHashMap<>();
        for (String reference : nonNull(host.volumesFrom())) {
            ofContainer(reference).forEach(m -> mounts.put(m.destination(), m));
        }
        List<ContainerMount> asked = new ArrayList<>();
        nonNull(host.binds()).forEach(b -> asked.add(BindSpec.parse(b)));
        for (Mount mount : nonNull(host.mounts())) {
            asked.add(LongForm.of(mount));
        }
        Map<String, ContainerMount> own = new LinkedHashMap<>();
        for (ContainerMount mount : asked) {
            if (own.put(mount.destination(), mount) != null
                    || host.tmpfs() != null && host.tmpfs().containsKey(mount.destination())) {
                throw EngineException.invalid("Duplicate mount point: " + mount.destination());
            }
        }
        mounts.putAll(own);
        for (String destination : config.volumes() == null ? List.<String>of() : config.volumes().keySet()) {
            ContainerMount anonymous = BindSpec.parse(destination);
            boolean temporary = host.tmpfs() != null && host.tmpfs().containsKey(anonymous.destination());
            if (!temporary) {
                mounts.putIfAbsent(anonymous.destination(), anonymous);
            }
        }
        return List.copyOf(mounts.values());
    }

    private List<ContainerMount> ofContainer(String reference) {
        int colon = reference.indexOf(':');
        String mode = colon < 0 ? "" : reference.substring(colon + 1);
        if (reference.isEmpty() || colon == 0) {
            throw EngineException.invalid("invalid empty volume-from specification");
        }
        for (String word : mode.isEmpty() ? new String[0] : mode.split(",")) {
            if (!word.matches("ro|rw|z|Z")) {
                throw EngineException.invalid("invalid mode: " + mode);
            }
        }
        boolean readOnly = List.of(mode.split(",")).contains("ro");
        Container other;
        try {
            other = catalogue.find(colon < 0 ? reference : reference.substring(0, colon));
        } catch (EngineException e) {
            // It is not the resource of the request that is missing.
            throw new EngineException(ErrorKind.INVALID, e.getMessage(), e);
        }
        return other.spec().mounts().stream().map(m -> readOnly ? m.withReadOnly(true) : m).toList();
    }

    private static <T> List<T> nonNull(List<T> list) {
        return list == null ? List.of() : list;
    }
}
