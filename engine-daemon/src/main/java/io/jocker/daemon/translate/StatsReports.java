package io.jocker.daemon.translate;

import io.jocker.core.api.container.stats.StatsReport;
import io.jocker.core.container.Container;
import io.jocker.core.container.usage.ContainerStats;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Samples as the API shows them. */
public final class StatsReports {
    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final StatsReport.Cpu NO_CPU = new StatsReport.Cpu(new StatsReport.CpuUsage(0, null, 0, 0), 0, 0,
            new StatsReport.Throttling(0, 0, 0));
    private static final StatsReport.BlockIo NO_IO = new StatsReport.BlockIo(null, null, null, null, null, null, null,
            null);

    private final int processors;

    /**
     * @param processors how many the machine has on line
     */
    public StatsReports(int processors) {
        this.processors = processors;
    }

    /**
     * One sample.
     *
     * @param now    null if the container does not run
     * @param before the sample before it, or null
     */
    public StatsReport report(Container container, ContainerStats now, ContainerStats before) {
        String name = "/" + container.name();
        if (now == null) {
            return new StatsReport(NEVER, NEVER, new StatsReport.Pids(0, null), NO_IO, 0, Map.of(), NO_CPU, NO_CPU,
                    new StatsReport.Memory(0, 0, null, 0, 0), null, name, container.id());
        }
        return new StatsReport(ContainerReports.time(now.read()),
                before == null ? NEVER : ContainerReports.time(before.read()),
                new StatsReport.Pids(now.pids(), now.pidsLimit()), blockIo(now), 0, Map.of(), cpu(now.cpu()),
                before == null ? NO_CPU : cpu(before.cpu()), memory(now.memory()), networks(now), name,
                container.id());
    }

    private StatsReport.Cpu cpu(ContainerStats.Cpu cpu) {
        return new StatsReport.Cpu(new StatsReport.CpuUsage(cpu.total(), cpu.perCpu(), cpu.kernel(), cpu.user()),
                cpu.system(), processors,
                new StatsReport.Throttling(cpu.periods(), cpu.throttledPeriods(), cpu.throttledTime()));
    }

    private static StatsReport.Memory memory(ContainerStats.Memory memory) {
        return new StatsReport.Memory(memory.usage(), memory.maxUsage(), memory.stats(), memory.failures(),
                memory.limit());
    }

    private static StatsReport.BlockIo blockIo(ContainerStats stats) {
        List<StatsReport.BlockIoEntry> none = List.of();
        return new StatsReport.BlockIo(entries(stats.blockIo()), entries(stats.blockOperations()), none, none, none,
                none, none, none);
    }

    private static List<StatsReport.BlockIoEntry> entries(List<ContainerStats.BlockIo> values) {
        return values.stream().map(v -> new StatsReport.BlockIoEntry(v.major(), v.minor(), v.operation(), v.value()))
                .toList();
    }

    private static Map<String, StatsReport.Network> networks(ContainerStats stats) {
        return stats.networks().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> {
            ContainerStats.Network n = e.getValue();
            return new StatsReport.Network(n.rxBytes(), n.rxPackets(), n.rxErrors(), n.rxDropped(), n.txBytes(),
                    n.txPackets(), n.txErrors(), n.txDropped());
        }));
    }
}
