package io.jocker.cli.command.create;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What the container may use of processors, memory and processes. */
final class LimitFlags {
    private static final int MOST_SWAPPINESS = 100;

    @Option(names = {"-m", "--memory"}, paramLabel = "bytes", description = "Memory limit")
    String memory;
    @Option(names = "--memory-swap", paramLabel = "bytes",
            description = "Swap limit equal to memory plus swap: '-1' to enable unlimited swap")
    String memorySwap;
    @Option(names = "--memory-reservation", paramLabel = "bytes", description = "Memory soft limit")
    String memoryReservation;
    @Option(names = "--memory-swappiness",
            description = "Tune container memory swappiness (0 to 100) (default -1)")
    Long memorySwappiness;
    @Option(names = "--kernel-memory", paramLabel = "bytes", description = "Kernel memory limit: Linux has none")
    String kernelMemory;
    @Option(names = "--oom-kill-disable", description = "Disable OOM Killer")
    Boolean oomKillDisable;
    @Option(names = "--oom-score-adj", description = "Tune host's OOM preferences (-1000 to 1000)")
    Integer oomScoreAdj;
    @Option(names = "--cpus", paramLabel = "decimal", description = "Number of CPUs")
    String cpus;
    @Option(names = {"-c", "--cpu-shares"}, description = "CPU shares (relative weight)")
    Long cpuShares;
    @Option(names = "--cpu-period", description = "Limit CPU CFS (Completely Fair Scheduler) period")
    Long cpuPeriod;
    @Option(names = "--cpu-quota", description = "Limit CPU CFS (Completely Fair Scheduler) quota")
    Long cpuQuota;
    @Option(names = "--cpu-rt-period", description = "Limit CPU real-time period in microseconds")
    Long cpuRealtimePeriod;
    @Option(names = "--cpu-rt-runtime", description = "Limit CPU real-time runtime in microseconds")
    Long cpuRealtimeRuntime;
    @Option(names = "--cpuset-cpus", description = "CPUs in which to allow execution (0-3, 0,1)")
    String cpusetCpus;
    @Option(names = "--cpuset-mems", description = "MEMs in which to allow execution (0-3, 0,1)")
    String cpusetMems;
    @Option(names = "--pids-limit", description = "Tune container pids limit (set -1 for unlimited)")
    Long pidsLimit;
    @Option(names = "--ulimit", paramLabel = "ulimit", description = "Ulimit options")
    List<String> ulimits = new ArrayList<>();

    void fill(Map<String, Object> host) {
        if (memorySwappiness != null && (memorySwappiness < -1 || memorySwappiness > MOST_SWAPPINESS)) {
            throw new CliException(125, "invalid value: " + memorySwappiness
                    + ". Valid memory swappiness range is 0-100");
        }
        if (kernelMemory != null) {
            throw new CliException(125, "--kernel-memory is not supported: Linux has no such limit any more, use "
                    + "--memory");
        }
        putIfGiven(host, "Memory", Sizes.bytesOrNull("-m, --memory", memory));
        putIfGiven(host, "MemorySwap", Sizes.swapOrNull(memorySwap));
        putIfGiven(host, "MemoryReservation", Sizes.bytesOrNull("--memory-reservation", memoryReservation));
        putIfGiven(host, "MemorySwappiness", memorySwappiness);
        putIfGiven(host, "OomKillDisable", oomKillDisable);
        putIfGiven(host, "OomScoreAdj", oomScoreAdj);
        putIfGiven(host, "NanoCpus", cpus == null ? null : Sizes.nanoCpus(cpus));
        putIfGiven(host, "CpuShares", cpuShares);
        putIfGiven(host, "CpuPeriod", cpuPeriod);
        putIfGiven(host, "CpuQuota", cpuQuota);
        putIfGiven(host, "CpuRealtimePeriod", cpuRealtimePeriod);
        putIfGiven(host, "CpuRealtimeRuntime", cpuRealtimeRuntime);
        putIfGiven(host, "CpusetCpus", cpusetCpus);
        putIfGiven(host, "CpusetMems", cpusetMems);
        putIfGiven(host, "PidsLimit", pidsLimit);
        Map<String, Object> byName = new TreeMap<>();
        for (String ulimit : ulimits) {
            Map<String, Object> parsed = Sizes.ulimit(ulimit);
            byName.put(parsed.get("Name").toString(), parsed);
        }
        host.put("Ulimits", byName.values());
    }
}
