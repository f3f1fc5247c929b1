package io.jocker.cli.command.container;

import static io.jocker.cli.command.Pairs.putIfGiven;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.RestartSyntax;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import io.jocker.cli.command.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code update}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Update configuration of one or more containers")
public final class UpdateVerb implements Verb {
    @Option(names = "--blkio-weight", paramLabel = "uint16",
            description = "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)")
    Integer blkioWeight;
    @Option(names = "--cpu-period", description = "Limit CPU CFS (Completely Fair Scheduler) period")
    Long cpuPeriod;
    @Option(names = "--cpu-quota", description = "Limit CPU CFS (Completely Fair Scheduler) quota")
    Long cpuQuota;
    @Option(names = "--cpu-rt-period", description = "Limit the CPU real-time period in microseconds")
    Long cpuRealtimePeriod;
    @Option(names = "--cpu-rt-runtime", description = "Limit the CPU real-time runtime in microseconds")
    Long cpuRealtimeRuntime;
    @Option(names = "--cpuset-cpus", description = "CPUs in which to allow execution (0-3, 0,1)")
    String cpusetCpus;
    @Option(names = "--cpuset-mems", description = "MEMs in which to allow execution (0-3, 0,1)")
    String cpusetMems;
    @Option(names = {"-c", "--cpu-shares"}, description = "CPU shares (relative weight)")
    Long cpuShares;
    @Option(names = "--cpus", paramLabel = "decimal", description = "Number of CPUs")
    String cpus;
    @Option(names = {"-m", "--memory"}, paramLabel = "bytes", description = "Memory limit")
    String memory;
    @Option(names = "--memory-reservation", paramLabel = "bytes", description = "Memory soft limit")
    String memoryReservation;
    @Option(names = "--memory-swap", paramLabel = "bytes",
            description = "Swap limit equal to memory plus swap: -1 to enable unlimited swap")
    String memorySwap;
    @Option(names = "--pids-limit", description = "Tune container pids limit (set -1 for unlimited)")
    Long pidsLimit;
    @Option(names = "--restart", description = "Restart policy to apply when a container exits")
    String restart;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    @Override
    public int run(Session session) {
        Map<String, Object> request = request();
        if (request.isEmpty()) {
            throw new CliException("you must provide one or more flags when using this command");
        }
        int code = 0;
        for (String name : names) {
            try {
                Object answer = session.client().json("POST", "/containers/" + EngineClient.escape(name) + "/update",
                        request);
                session.out().println(name);
                Json.list(answer, "Warnings").forEach(session.err()::println);
            } catch (ApiException e) {
                session.err().println(e.sentence());
                code = 1;
            }
        }
        return code;
    }

    private Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        putIfGiven(request, "BlkioWeight", blkioWeight);
        putIfGiven(request, "CpuPeriod", cpuPeriod);
        putIfGiven(request, "CpuQuota", cpuQuota);
        putIfGiven(request, "CpuRealtimePeriod", cpuRealtimePeriod);
        putIfGiven(request, "CpuRealtimeRuntime", cpuRealtimeRuntime);
        putIfGiven(request, "CpusetCpus", cpusetCpus);
        putIfGiven(request, "CpusetMems", cpusetMems);
        putIfGiven(request, "CpuShares", cpuShares);
        putIfGiven(request, "NanoCpus", cpus == null ? null : Sizes.nanoCpus(cpus));
        putIfGiven(request, "Memory", Sizes.bytesOrNull("-m, --memory", memory));
        putIfGiven(request, "MemoryReservation", Sizes.bytesOrNull("--memory-reservation", memoryReservation));
        putIfGiven(request, "MemorySwap", Sizes.swapOrNull(memorySwap));
        putIfGiven(request, "PidsLimit", pidsLimit);
        putIfGiven(request, "RestartPolicy", restart == null ? null : RestartSyntax.parse(restart));
        return request;
    }
}
