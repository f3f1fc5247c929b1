package io.jocker.cli.command.container;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags that {@code run} and {@code create} share, and the request they make. */
final class ContainerFlags {
    @Option(names = "--name", description = "Assign a name to the container")
    String name;
    @Option(names = {"-t", "--tty"}, description = "Allocate a pseudo-TTY")
    boolean tty;
    @Option(names = {"-i", "--interactive"}, description = "Keep STDIN open even if not attached")
    boolean interactive;
    @Option(names = "--rm", description = "Automatically remove the container when it exits")
    boolean remove;
    @Option(names = {"-e", "--env"}, description = "Set environment variables")
    List<String> env = new ArrayList<>();
    @Option(names = "--env-file", description = "Read in a file of environment variables")
    List<Path> envFiles = new ArrayList<>();
    @Option(names = {"-l", "--label"}, description = "Set meta data on a container")
    List<String> labels = new ArrayList<>();
    @Option(names = "--label-file", description = "Read in a line delimited file of labels")
    List<Path> labelFiles = new ArrayList<>();
    @Option(names = {"-w", "--workdir"}, description = "Working directory inside the container")
    String workdir;
    @Option(names = {"-u", "--user"}, description = "Username or UID (format: <name|uid>[:<group|gid>])")
    String user;
    @Option(names = "--group-add", description = "Add additional groups to join")
    List<String> groups = new ArrayList<>();
    @Option(names = {"-h", "--hostname"}, description = "Container host name")
    String hostname;
    @Option(names = "--domainname", description = "Container NIS domain name")
    String domainname;
    @Option(names = "--entrypoint", description = "Overwrite the default ENTRYPOINT of the image")
    String entrypoint;
    @Option(names = "--read-only", description = "Mount the container's root filesystem as read only")
    boolean readOnly;
    @Option(names = "--tmpfs", description = "Mount a tmpfs directory")
    List<String> tmpfs = new ArrayList<>();
    @Option(names = "--shm-size", description = "Size of /dev/shm")
    String shmSize;
    @Option(names = "--cap-add", description = "Add Linux capabilities")
    List<String> capAdd = new ArrayList<>();
    @Option(names = "--cap-drop", description = "Drop Linux capabilities")
    List<String> capDrop = new ArrayList<>();
    @Option(names = "--privileged", description = "Give extended privileges to this container")
    boolean privileged;
    @Option(names = "--security-opt", description = "Security options")
    List<String> securityOpt = new ArrayList<>();
    @Option(names = {"-m", "--memory"}, description = "Memory limit")
    String memory;
    @Option(names = "--memory-swap", description = "Swap limit equal to memory plus swap: '-1' for unlimited")
    String memorySwap;
    @Option(names = "--memory-reservation", description = "Memory soft limit")
    String memoryReservation;
    @Option(names = "--cpus", description = "Number of CPUs")
    String cpus;
    @Option(names = {"-c", "--cpu-shares"}, description = "CPU shares (relative weight)")
    Long cpuShares;
    @Option(names = "--cpu-period", description = "Limit CPU CFS (Completely Fair Scheduler) period")
    Long cpuPeriod;
    @Option(names = "--cpu-quota", description = "Limit CPU CFS (Completely Fair Scheduler) quota")
    Long cpuQuota;
    @Option(names = "--cpuset-cpus", description = "CPUs in which to allow execution (0-3, 0,1)")
    String cpusetCpus;
    @Option(names = "--cpuset-mems", description = "MEMs in which to allow execution (0-3, 0,1)")
    String cpusetMems;
    @Option(names = "--pids-limit", description = "Tune container pids limit (set -1 for unlimited)")
    Long pidsLimit;
    @Option(names = "--ulimit", description = "Ulimit options")
    List<String> ulimits = new ArrayList<>();
    @Option(names = "--oom-score-adj", description = "Tune host's OOM preferences (-1000 to 1000)")
    Integer oomScoreAdj;
    @Option(names = "--sysctl", description = "Sysctl options")
    List<String> sysctls = new ArrayList<>();
    @Option(names = {"--network", "--net"}, description = "Connect a container to a network")
    String network;
    @Option(names = "--add-host", description = "Add a custom host-to-IP mapping (host:ip)")
    List<String> addHosts = new ArrayList<>();
    @Option(names = "--dns", description = "Set custom DNS servers")
    List<String> dns = new ArrayList<>();
    @Option(names = {"--dns-option", "--dns-opt"}, description = "Set DNS options")
    List<String> dnsOptions = new ArrayList<>();
    @Option(names = "--dns-search", description = "Set custom DNS search domains")
    List<String> dnsSearch = new ArrayList<>();
    @Option(names = "--pid", description = "PID namespace to use")
    String pid;
    @Option(names = "--ipc", description = "IPC mode to use")
    String ipc;
    @Option(names = "--uts", description = "UTS namespace to use")
    String uts;
    @Option(names = "--cgroupns", description = "Cgroup namespace to use (host|private)")
    String cgroupns;
    @Option(names = "--cgroup-parent", description = "Optional parent cgroup for the container")
    String cgroupParent;
    @Option(names = "--stop-signal", description = "Signal to stop the container")
    String stopSignal;
    @Option(names = "--stop-timeout", description = "Timeout (in seconds) to stop a container")
    Integer stopTimeout;
    @Option(names = "--log-driver", description = "Logging driver for the container")
    String logDriver;
    @Option(names = "--log-opt", description = "Log driver options")
    List<String> logOptions = new ArrayList<>();
    @Option(names = "--cidfile", description = "Write the container ID to the file")
    Path cidFile;
    @Option(names = "--pull", description = "Pull image before running (always, missing, never)")
    String pull = "missing";
    @Option(names = "--platform", description = "Set platform if server is multi-platform capable")
    String platform;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "IMAGE")
    String image;
    @Parameters(index = "1..*", paramLabel = "COMMAND ARG...", arity = "0..*")
    List<String> command = new ArrayList<>();

    /** Which of the container's streams are the user's. */
    record Streams(boolean stdin, boolean stdout, boolean stderr) {
    }

    /** The body of the create request. */
    Map<String, Object> body(Session session, Streams streams) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "Hostname", hostname);
        put(body, "Domainname", domainname);
        put(body, "User", user);
        body.put("AttachStdin", streams.stdin());
        body.put("AttachStdout", streams.stdout());
        body.put("AttachStderr", streams.stderr());
        body.put("Tty", tty);
        body.put("OpenStdin", interactive);
        body.put("StdinOnce", interactive && streams.stdin());
        body.put("Env", environment(session));
        body.put("Cmd", command.isEmpty() ? null : command);
        body.put("Image", image);
        put(body, "WorkingDir", workdir);
        if (entrypoint != null) {
            body.put("Entrypoint", List.of(entrypoint));
        }
        List<String> allLabels = new ArrayList<>();
        for (Path file : labelFiles) {
            allLabels.addAll(lines(session, file));
        }
        allLabels.addAll(labels);
        body.put("Labels", pairs(allLabels));
        put(body, "StopSignal", stopSignal);
        put(body, "StopTimeout", stopTimeout);
        body.put("HostConfig", host(session));
        return body;
    }

    private Map<String, Object> host(Session session) {
        Map<String, Object> host = new LinkedHashMap<>();
        put(host, "NetworkMode", network);
        host.put("AutoRemove", remove);
        host.put("ReadonlyRootfs", readOnly);
        host.put("Privileged", privileged);
        host.put("CapAdd", capAdd);
        host.put("CapDrop", capDrop);
        host.put("SecurityOpt", securityOpt);
        host.put("GroupAdd", groups);
        host.put("ExtraHosts", addHosts);
        host.put("Dns", dns);
        host.put("DnsOptions", dnsOptions);
        host.put("DnsSearch", dnsSearch);
        put(host, "PidMode", pid);
        put(host, "IpcMode", ipc);
        put(host, "UTSMode", uts);
        put(host, "CgroupnsMode", cgroupns);
        put(host, "CgroupParent", cgroupParent);
        put(host, "Tmpfs", tmpfs.isEmpty() ? null : mounts());
        put(host, "Sysctls", sysctls.isEmpty() ? null : pairs(sysctls));
        put(host, "ShmSize", size("--shm-size", shmSize));
        put(host, "Memory", size("-m, --memory", memory));
        put(host, "MemorySwap", "-1".equals(memorySwap) ? Long.valueOf(-1) : size("--memory-swap", memorySwap));
        put(host, "MemoryReservation", size("--memory-reservation", memoryReservation));
        put(host, "NanoCpus", nanoCpus());
        put(host, "CpuShares", cpuShares);
        put(host, "CpuPeriod", cpuPeriod);
        put(host, "CpuQuota", cpuQuota);
        put(host, "CpusetCpus", cpusetCpus);
        put(host, "CpusetMems", cpusetMems);
        put(host, "PidsLimit", pidsLimit);
        put(host, "OomScoreAdj", oomScoreAdj);
        put(host, "Ulimits", ulimits.isEmpty() ? null : ulimits.stream().map(Sizes::ulimit).toList());
        if (logDriver != null || !logOptions.isEmpty()) {
            host.put("LogConfig", Map.of("Type", logDriver == null ? "" : logDriver, "Config", pairs(logOptions)));
        }
        if (tty && session.terminal().outputIsTerminal()) {
            var size = session.terminal().size();
            host.put("ConsoleSize", List.of(size.height(), size.width()));
        }
        return host;
    }

    private static void put(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static Long size(String flag, String text) {
        return text == null ? null : Sizes.bytes(flag, text);
    }

    private Long nanoCpus() {
        if (cpus == null) {
            return null;
        }
        try {
            return new java.math.BigDecimal(cpus).movePointRight(9).longValueExact();
        } catch (NumberFormatException e) {
            throw CliException.badFlag(cpus, "--cpus", "failed to parse " + cpus + " as a rational number");
        } catch (ArithmeticException e) {
            throw CliException.badFlag(cpus, "--cpus", "value is too precise");
        }
    }

    private Map<String, String> mounts() {
        Map<String, String> mounts = new LinkedHashMap<>();
        for (String mount : tmpfs) {
            int colon = mount.indexOf(':');
            mounts.put(colon < 0 ? mount : mount.substring(0, colon), colon < 0 ? "" : mount.substring(colon + 1));
        }
        return mounts;
    }

    private static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            pairs.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
        }
        return pairs;
    }

    /** Files first, then the flags; a bare name takes its value from the caller's environment, if there. */
    private List<String> environment(Session session) throws IOException {
        List<String> result = new ArrayList<>();
        for (Path file : envFiles) {
            for (String line : lines(session, file)) {
                addVariable(result, line, session);
            }
        }
        for (String variable : env) {
            addVariable(result, variable, session);
        }
        return result;
    }

    /** A file's lines without comments and empty ones. */
    private static List<String> lines(Session session, Path file) throws IOException {
        Path path = session.directory().resolve(file);
        if (!Files.exists(path)) {
            throw new CliException(125, "open " + file + ": no such file or directory");
        }
        return Files.readAllLines(path).stream().map(String::stripLeading)
                .filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    }

    private static void addVariable(List<String> result, String variable, Session session) {
        String value = session.environment().get(variable);
        if (variable.contains("=")) {
            result.add(variable);
        } else if (value != null) {
            result.add(variable + "=" + value);
        }
    }
}
