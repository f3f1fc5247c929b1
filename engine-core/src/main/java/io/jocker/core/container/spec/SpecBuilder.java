package io.jocker.core.container.spec;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.api.exec.ExecConfig;
import io.jocker.core.runtime.spec.CapabilitySpec;
import io.jocker.core.runtime.spec.ConsoleSize;
import io.jocker.core.runtime.spec.DeviceSpec;
import io.jocker.core.runtime.spec.LinuxSpec;
import io.jocker.core.runtime.spec.MountSpec;
import io.jocker.core.runtime.spec.NamespaceSpec;
import io.jocker.core.runtime.spec.ProcessSpec;
import io.jocker.core.runtime.spec.RootSpec;
import io.jocker.core.runtime.spec.SeccompSpec;
import io.jocker.core.runtime.spec.Spec;
import io.jocker.core.runtime.spec.UserSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the OCI configuration of a container. The user stays 0:0 here: names are resolved by the shim, from the
 * container's own files.
 */
public final class SpecBuilder {
    private static final String OCI_VERSION = "1.2.0";
    private static final String DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int HOSTNAME_MAX = 64;

    /** What of a container goes into its OCI configuration. */
    public record Input(String id, ContainerConfig config, HostConfig host, List<String> command, Path rootfs,
            Map<String, Path> etc, List<MountSpec> mounts, NamespaceJoiner.Joined joined) {
    }

    private final HostFacts facts;
    private final SeccompProfile seccomp;

    /** For one machine. */
    public SpecBuilder(HostFacts facts, SeccompProfile seccomp) {
        this.facts = facts;
        this.seccomp = seccomp;
    }

    /** The configuration. */
    public Spec build(Input input) {
        return new Spec(OCI_VERSION, process(input),
                new RootSpec(input.rootfs().toString(), input.host().readonlyRootfs()), hostname(input),
                domain(input), DefaultMounts.of(input), linux(input), input.host().annotations());
    }

    /** With the host's UTS namespace the names are the host's, and not ours to set. */
    private static String hostname(Input input) {
        String name = input.config().hostname();
        return name == null || name.isEmpty() || "host".equals(input.host().utsMode()) ? null
                : name.substring(0, Math.min(name.length(), HOSTNAME_MAX));
    }

    private static String domain(Input input) {
        String name = input.config().domainname();
        return name == null || name.isEmpty() || "host".equals(input.host().utsMode()) ? null : name;
    }

    /**
     * The process of a program that is executed in the running container.
     *
     * @param consoleSize rows and columns of its terminal; null for those of {@code exec}
     */
    public ProcessSpec exec(ContainerConfig config, HostConfig host, ExecConfig exec, List<Integer> consoleSize) {
        List<String> variables = new ArrayList<>(config.env() == null ? List.of() : config.env());
        variables.addAll(exec.env() == null ? List.of() : exec.env());
        String cwd = exec.workingDir() == null || exec.workingDir().isEmpty() ? config.workingDir()
                : exec.workingDir();
        return process(host, exec.tty(), consoleSize == null ? exec.consoleSize() : consoleSize, exec.cmd(),
                environment(config.hostname(), exec.tty(), variables), cwd, exec.privileged() || host.privileged());
    }

    private ProcessSpec process(Input input) {
        ContainerConfig config = input.config();
        return process(input.host(), config.tty(), input.host().consoleSize(), input.command(),
                environment(config.hostname(), config.tty(), config.env() == null ? List.of() : config.env()),
                config.workingDir(), input.host().privileged());
    }

    private ProcessSpec process(HostConfig host, boolean terminal, List<Integer> consoleSize, List<String> command,
            List<String> environment, String cwd, boolean privileged) {
        List<String> capabilities = Capabilities.resolve(host.capAdd(), host.capDrop(), privileged);
        List<String> none = List.of();
        return new ProcessSpec(terminal ? true : null, consoleSize(consoleSize), new UserSpec(0L, 0L, null),
                command, environment, cwd == null || cwd.isEmpty() ? "/" : cwd,
                new CapabilitySpec(capabilities, capabilities, none, capabilities, none),
                Rlimits.withDefaults(host.ulimits()),
                SecurityOptions.parse(host.securityOpt(), facts.noNewPrivileges()).noNewPrivileges() ? true : null,
                host.oomScoreAdj());
    }

    private static ConsoleSize consoleSize(List<Integer> size) {
        return size == null || size.size() != 2 || size.get(0) == 0 ? null
                : new ConsoleSize(size.get(0), size.get(1));
    }

    private static List<String> environment(String hostname, boolean terminal, List<String> given) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", DEFAULT_PATH);
        if (hostname != null && !hostname.isEmpty()) {
            variables.put("HOSTNAME", "HOSTNAME=" + hostname);
        }
        if (terminal) {
            variables.put("TERM", "TERM=xterm");
        }
        for (String variable : given) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable);
            } else {
                // A bare name takes the variable away, as with Docker.
                variables.remove(variable);
            }
        }
        return List.copyOf(variables.values());
    }

    private LinuxSpec linux(Input input) {
        HostConfig host = input.host();
        List<String> capabilities = Capabilities.resolve(host.capAdd(), host.capDrop(), host.privileged());
        SecurityOptions security = SecurityOptions.parse(host.securityOpt(), facts.noNewPrivileges());
        SeccompSpec filter = host.privileged() || security.seccompUnconfined() ? null
                : security.seccompProfile() == null ? seccomp.forCapabilities(capabilities)
                : seccomp.custom(security.seccompProfile(), capabilities);
        boolean masks = !host.privileged() && !security.systemPathsUnconfined();
        return new LinuxSpec(namespaces(host, input.joined()), devices(host),
                cgroupPath(input), Resources.translate(host, facts.pidsCeiling()), filter,
                masks ? orDefault(host.maskedPaths(), Confinement.maskedPaths(facts.processors())) : null,
                masks ? orDefault(host.readonlyPaths(), Confinement.READONLY_PATHS) : null,
                sysctls(host, input.joined()), "private");
    }

    /** The host's devices for a privileged container; what was asked for by name comes last, and so wins. */
    private static List<DeviceSpec> devices(HostConfig host) {
        Map<String, DeviceSpec> devices = new LinkedHashMap<>();
        if (host.privileged()) {
            Devices.ofHost().forEach(d -> devices.putIfAbsent(d.path(), d));
        }
        HostDevices.nodes(host).forEach(d -> devices.put(d.path(), d));
        return devices.isEmpty() ? null : List.copyOf(devices.values());
    }

    private static List<String> orDefault(List<String> given, List<String> usual) {
        return given == null ? usual : given;
    }

    private String cgroupPath(Input input) {
        String parent = input.host().cgroupParent();
        String base = parent == null || parent.isEmpty() ? facts.cgroupParent()
                : parent.startsWith("/") ? parent : "/" + parent;
        return base + "/" + input.id();
    }

    private List<NamespaceSpec> namespaces(HostConfig host, NamespaceJoiner.Joined joined) {
        List<NamespaceSpec> namespaces = new ArrayList<>();
        namespaces.add(new NamespaceSpec("mount", null));
        add(namespaces, "network", host.networkMode(), joined);
        add(namespaces, "uts", host.utsMode(), joined);
        add(namespaces, "pid", host.pidMode(), joined);
        add(namespaces, "ipc", host.ipcMode(), joined);
        add(namespaces, "cgroup", host.cgroupnsMode(), joined);
        // Other runtimes know them only in their newest versions.
        if (facts.timeNamespaces() && OciRuntimes.isOwn(host.runtime())) {
            namespaces.add(new NamespaceSpec("time", null));
        }
        return namespaces;
    }

    private static void add(List<NamespaceSpec> namespaces, String type, String mode,
            NamespaceJoiner.Joined joined) {
        if (!"host".equals(mode)) {
            namespaces.add(new NamespaceSpec(type, joined.paths().get(type)));
        }
    }

    private static Map<String, String> sysctls(HostConfig host, NamespaceJoiner.Joined joined) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        if (!"host".equals(host.networkMode()) && !joined.paths().containsKey("network")) {
            sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
            sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        if (host.sysctls() != null) {
            sysctls.putAll(host.sysctls());
        }
        return sysctls;
    }
}
