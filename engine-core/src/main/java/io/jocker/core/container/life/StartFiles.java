package io.jocker.core.container.life;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.container.logging.LogPlan;
import io.jocker.core.container.spec.EtcFiles;
import io.jocker.core.container.spec.HostFacts;
import io.jocker.core.container.spec.OciRuntimes;
import io.jocker.core.runtime.ShimSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that a start needs: those of /etc that the engine writes, the overlay, the log. */
public final class StartFiles {
    private static final Path HOST_HOSTS = Path.of("/etc/hosts");
    private static final Path HOST_RESOLV = Path.of("/etc/resolv.conf");
    /** The servers behind systemd-resolved's stub, which listens on the host's loopback only. */
    private static final Path UPSTREAM_RESOLV = Path.of("/run/systemd/resolve/resolv.conf");
    private static final String STUB = "nameserver 127.0.0.53";

    private final ContainerFiles files;
    private final HostFacts facts;
    private final OciRuntimes runtimes;
    private final LogPlan logs;

    /** For one data root and one machine. */
    public StartFiles(ContainerFiles files, HostFacts facts, OciRuntimes runtimes) {
        this.files = files;
        this.facts = facts;
        this.runtimes = runtimes;
        this.logs = new LogPlan(files);
    }

    Path rootfs(String id) {
        return files.rootfs(id);
    }

    /**
     * Writes /etc/hosts, /etc/hostname and /etc/resolv.conf; the answer maps target to file. Those of
     * {@code network}, if the container is to be in its network.
     */
    Map<String, Path> write(ContainerSpec spec, Optional<Container> network) {
        if (network.isPresent()) {
            files.make(spec.id());
            return ofOther(network.get().id());
        }
        HostConfig host = spec.host();
        boolean ownNetwork = !"host".equals(host.networkMode());
        ContainerConfig config = spec.config();
        files.make(spec.id());
        Map<String, Path> etc = new LinkedHashMap<>();
        try {
            put(etc, spec.id(), "resolv.conf", EtcFiles.resolvConf(hostResolvers(ownNetwork), host, ownNetwork));
            put(etc, spec.id(), "hostname", config.hostname() + "\n");
            put(etc, spec.id(), "hosts", ownNetwork ? EtcFiles.hosts(host.extraHosts())
                    : Files.readString(HOST_HOSTS) + String.join("", EtcFiles.extraLines(host.extraHosts())));
        } catch (IOException e) {
            throw EngineException.internal("cannot write the container's files of /etc: " + e.getMessage(), e);
        }
        return etc;
    }

    /** Who shares a network has the same names in it. */
    private Map<String, Path> ofOther(String id) {
        Map<String, Path> etc = new LinkedHashMap<>();
        for (String name : List.of("resolv.conf", "hostname", "hosts")) {
            etc.put("/etc/" + name, files.etc(id, name));
        }
        return etc;
    }

    private static String hostResolvers(boolean ownNetwork) throws IOException {
        if (!Files.exists(HOST_RESOLV)) {
            return "";
        }
        String text = Files.readString(HOST_RESOLV);
        boolean stub = ownNetwork && text.contains(STUB) && Files.exists(UPSTREAM_RESOLV);
        return stub ? Files.readString(UPSTREAM_RESOLV) : text;
    }

    private void put(Map<String, Path> etc, String id, String name, String text) throws IOException {
        Path file = files.etc(id, name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        etc.put("/etc/" + name, file);
    }

    /** What the shim needs beside the OCI configuration; {@code layers} topmost first. */
    ShimSpec shimSpec(Container container, List<Path> layers) {
        ContainerSpec spec = container.spec();
        String id = spec.id();
        HostConfig host = spec.host();
        List<String> lower = new ArrayList<>();
        layers.forEach(l -> lower.add(l.toString()));
        // At the bottom, so that what the image says of a directory wins.
        lower.add(facts.scaffold().toString());
        forgetVolatile(id);
        String user = spec.config().user();
        return new ShimSpec(id, new ShimSpec.Overlay(lower, files.upper(id).toString(), files.work(id).toString(),
                host.autoRemove()), user == null || user.isEmpty() ? null : user, host.groupAdd(),
                spec.config().openStdin(), logs.of(spec, container.name()), files.exitRecord(id).toString(),
                !host.autoRemove(), facts.seccompCache().toString(), true, Boolean.TRUE.equals(host.init()),
                runtimes.find(host.runtime()));
    }

    /** The kernel refuses to mount an upper again that was mounted volatile; in the same boot it is sound. */
    private void forgetVolatile(String id) {
        try {
            Path mark = files.work(id).resolve("work/incompat/volatile");
            Files.deleteIfExists(mark);
            Files.deleteIfExists(mark.getParent());
            Files.deleteIfExists(files.exitRecord(id));
        } catch (IOException e) {
            throw EngineException.internal("cannot prepare the container's writable layer: " + e.getMessage(), e);
        }
    }
}
