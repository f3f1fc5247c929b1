package io.jocker.daemon.translate;

import io.jocker.core.api.system.CommitId;
import io.jocker.core.api.system.Component;
import io.jocker.core.api.system.IndexConfig;
import io.jocker.core.api.system.InfoReport;
import io.jocker.core.api.system.PlatformName;
import io.jocker.core.api.system.Plugins;
import io.jocker.core.api.system.RegistryConfig;
import io.jocker.core.api.system.RuntimeInfo;
import io.jocker.core.api.system.SwarmInfo;
import io.jocker.core.api.system.VersionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What {@code /version} and {@code /info} tell: the truth about this machine and this daemon. */
public final class SystemReports {
    private static final String INDEX = "https://index.docker.io/v1/";

    /** What changes while the daemon runs. */
    public record Counts(int running, int paused, int stopped, int images, int listeners, boolean debug,
            List<String> labels) {
    }

    /** What is fixed for one daemon. */
    public record Identity(String id, String version, String gitCommit, String buildTime, String dataRoot, String name,
            String fileSystem, String oldestApi, String newestApi, Set<String> runtimes, String runtime) {
    }

    private final SystemFacts facts;
    private final Identity identity;
    private final Supplier<Counts> counts;

    /** Over one machine's facts. */
    public SystemReports(SystemFacts facts, Identity identity, Supplier<Counts> counts) {
        this.facts = facts;
        this.identity = identity;
        this.counts = counts;
    }

    private String architecture() {
        return switch (facts.machine()) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> facts.machine();
        };
    }

    /** The answer of /version. */
    public VersionReport version() {
        String java = "java" + System.getProperty("java.version");
        Component engine = new Component("Engine", identity.version(), Map.of(
                "ApiVersion", identity.newestApi(), "MinAPIVersion", identity.oldestApi(), "Os", "linux",
                "Arch", architecture(), "KernelVersion", facts.kernel(), "GitCommit", identity.gitCommit(),
                "GoVersion", java, "Experimental", "false", "BuildTime", identity.buildTime()));
        Component shim = new Component("jocker-shim", identity.version(), Map.of("GitCommit", identity.gitCommit()));
        return new VersionReport(new PlatformName("jocker"), List.of(engine, shim), identity.version(),
                identity.newestApi(), identity.oldestApi(), identity.gitCommit(), java, "linux", architecture(),
                facts.kernel(), false, identity.buildTime());
    }

    /** The answer of /info. */
    public InfoReport info() {
        Counts now = counts.get();
        boolean memory = facts.controllers().contains("memory");
        boolean cpu = facts.controllers().contains("cpu");
        boolean v1 = facts.cgroupVersion().equals("1");
        return new InfoReport(identity.id(), now.running() + now.paused() + now.stopped(), now.running(),
                now.paused(), now.stopped(),
                now.images(), "overlay2", List.of(List.of("Backing Filesystem", identity.fileSystem()),
                        List.of("Supports d_type", "true"), List.of("Using metacopy", "false"),
                        List.of("Native Overlay Diff", "true"), List.of("userxattr", "false")),
                null, new Plugins(List.of("local"), List.of("host", "none"), List.of(),
                        List.of("journald", "json-file", "local", "none", "syslog")),
                memory, memory && swapLimit(), false, false, cpu, cpu, cpu,
                facts.controllers().contains("cpuset"), facts.controllers().contains("pids"), forwarding(),
                now.debug(), descriptors(), memory && v1, Thread.activeCount(), ContainerReports.time(Instant.now()),
                "json-file", "cgroupfs", facts.cgroupVersion(), now.listeners(), facts.kernel(),
                facts.operatingSystem(), facts.osVersion(), "linux", facts.machine(), INDEX, registries(),
                facts.processors(), facts.memory(), List.of(), identity.dataRoot(), proxy("HTTP_PROXY"),
                proxy("HTTPS_PROXY"), proxy("NO_PROXY"), identity.name(), now.labels(), false,
                identity.version(), runtimes(), identity.runtime(),
                new SwarmInfo("", "", "inactive", false, "", null), true, "", "", new CommitId(""),
                new CommitId(identity.gitCommit()), new CommitId(""), security(), null, List.of(), List.of(),
                warnings(memory, cpu));
    }

    private Map<String, RuntimeInfo> runtimes() {
        Map<String, RuntimeInfo> runtimes = new TreeMap<>();
        identity.runtimes().forEach(name -> runtimes.put(name, new RuntimeInfo(name.equals("jocker") ? "jocker-shim"
                : name)));
        return runtimes;
    }

    private static RegistryConfig registries() {
        return new RegistryConfig(List.of("::1/128", "127.0.0.0/8"),
                Map.of("docker.io", new IndexConfig("docker.io", List.of(), true, true)), List.of());
    }

    private List<String> security() {
        List<String> options = new ArrayList<>();
        if (facts.seccomp()) {
            options.add("name=seccomp,profile=builtin");
        }
        options.add("name=cgroupns");
        return options;
    }

    private List<String> warnings(boolean memory, boolean cpu) {
        List<String> warnings = new ArrayList<>();
        if (!memory) {
            warnings.add("WARNING: No memory limit support");
        } else if (!swapLimit()) {
            warnings.add("WARNING: No swap limit support");
        }
        if (!cpu) {
            warnings.add("WARNING: No cpu cfs quota support");
        }
        if (!facts.controllers().contains("pids")) {
            warnings.add("WARNING: No pids limit support");
        }
        if (facts.apparmor()) {
            warnings.add("WARNING: AppArmor is on, but this version of jocker has no profile of its own yet");
        }
        warnings.add("WARNING: Networks other than none and host have loopback only (see docs/limits.md)");
        return warnings;
    }

    private boolean swapLimit() {
        return facts.cgroupVersion().equals("2")
                || Files.exists(Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"));
    }

    private static boolean forwarding() {
        try {
            return Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")).startsWith("1");
        } catch (IOException noSuchSetting) {
            return false;
        }
    }

    private static int descriptors() {
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return open == null ? -1 : open.length;
    }

    private static String proxy(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value.replaceFirst("//[^@/]*@", "//xxxxx:xxxxx@");
    }
}
