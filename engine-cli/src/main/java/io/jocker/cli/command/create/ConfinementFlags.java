package io.jocker.cli.command.create;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** What the container may do, what it shares, and which devices it has. */
final class ConfinementFlags {
    private static final String ALL = "ALL";
    private static final Set<String> SYSCTLS = Set.of("kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem",
            "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced");

    @Option(names = "--privileged", description = "Give extended privileges to this container")
    boolean privileged;
    @Option(names = "--cap-add", description = "Add Linux capabilities")
    List<String> capAdd = new ArrayList<>();
    @Option(names = "--cap-drop", description = "Drop Linux capabilities")
    List<String> capDrop = new ArrayList<>();
    @Option(names = "--group-add", description = "Add additional groups to join")
    List<String> groups = new ArrayList<>();
    @Option(names = "--security-opt", description = "Security Options")
    List<String> securityOptions = new ArrayList<>();
    @Option(names = "--sysctl", paramLabel = "map", description = "Sysctl options")
    List<String> sysctls = new ArrayList<>();
    @Option(names = "--device", description = "Add a host device to the container")
    List<String> devices = new ArrayList<>();
    @Option(names = "--device-cgroup-rule", description = "Add a rule to the cgroup allowed devices list")
    List<String> deviceRules = new ArrayList<>();
    @Option(names = "--gpus", paramLabel = "gpu-request",
            description = "GPU devices to add to the container ('all' to pass all GPUs)")
    List<String> gpus = new ArrayList<>();
    @Option(names = "--pid", description = "PID namespace to use")
    String pid = "";
    @Option(names = "--ipc", description = "IPC mode to use")
    String ipc;
    @Option(names = "--uts", description = "UTS namespace to use")
    String uts = "";
    @Option(names = "--userns", description = "User namespace to use")
    String userns = "";
    @Option(names = "--cgroupns", description = "Cgroup namespace to use (host|private)")
    String cgroupns = "";
    @Option(names = "--cgroup-parent", description = "Optional parent cgroup for the container")
    String cgroupParent;

    void fill(Map<String, Object> host, Session session) throws IOException {
        checkMode(pid, "--pid: invalid PID mode", pid.startsWith("container:"));
        checkMode(uts, "--uts: invalid UTS mode", false);
        checkMode(userns, "--userns: invalid USER mode", false);
        checkMode(cgroupns, "--cgroupns: invalid CGROUP mode", cgroupns.equals("private"));
        host.put("Privileged", privileged);
        Set<String> added = capabilities(capAdd);
        Set<String> dropped = capabilities(capDrop);
        dropped.removeAll(added);
        host.put("CapAdd", added);
        host.put("CapDrop", dropped);
        host.put("GroupAdd", groups);
        new SecuritySyntax(securityOptions, session.directory()).fill(host);
        host.put("Sysctls", sysctls());
        host.put("Devices", devices.stream().filter(d -> !DeviceSyntax.isQualified(d)).map(DeviceSyntax::device)
                .toList());
        host.put("DeviceCgroupRules", rules());
        host.put("DeviceRequests", DeviceSyntax.requests(gpus, devices));
        host.put("PidMode", pid);
        putIfGiven(host, "IpcMode", ipc);
        host.put("UTSMode", uts);
        host.put("UsernsMode", userns);
        host.put("CgroupnsMode", cgroupns);
        putIfGiven(host, "CgroupParent", cgroupParent);
    }

    /** By their full names and in order; ALL stands for the others. */
    private static Set<String> capabilities(List<String> names) {
        Set<String> full = new TreeSet<>();
        for (String name : names) {
            String upper = name.strip().toUpperCase(Locale.ROOT);
            full.add(upper.equals(ALL) || upper.startsWith("CAP_") ? upper : "CAP_" + upper);
        }
        return full.contains(ALL) ? new TreeSet<>(Set.of(ALL)) : full;
    }

    private static void checkMode(String mode, String message, boolean alsoValid) {
        if (!mode.isEmpty() && !mode.equals("host") && !alsoValid) {
            throw new CliException(125, message);
        }
    }

    private Map<String, String> sysctls() {
        for (String sysctl : sysctls) {
            int equals = sysctl.indexOf('=');
            String name = equals < 0 ? "" : sysctl.substring(0, equals);
            if (!SYSCTLS.contains(name) && !name.startsWith("net.") && !name.startsWith("fs.mqueue.")) {
                throw CliException.badFlag(sysctl, "--sysctl", "sysctl '" + sysctl + "' is not allowed");
            }
        }
        return Pairs.map(sysctls);
    }

    private List<String> rules() {
        for (String rule : deviceRules) {
            if (!rule.matches("[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}")) {
                throw CliException.badFlag(rule, "--device-cgroup-rule", "invalid device cgroup format '" + rule
                        + "'");
            }
        }
        return deviceRules;
    }
}
