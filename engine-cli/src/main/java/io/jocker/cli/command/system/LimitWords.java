package io.jocker.cli.command.system;

import io.jocker.cli.client.Json;
import java.math.BigDecimal;
import java.util.List;

/** The flags of what a container may use. */
record LimitWords(Object host, List<String> words) {
    void add() {
        long memory = Json.number(host, "Memory");
        number("--memory", "Memory", 0);
        // Without a word on swap it is twice the memory.
        number("--memory-swap", "MemorySwap", memory * 2);
        number("--memory-reservation", "MemoryReservation", 0);
        number("--memory-swappiness", "MemorySwappiness", -1);
        long nanos = Json.number(host, "NanoCpus");
        value("--cpus", nanos == 0 ? "" : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString());
        number("--cpu-shares", "CpuShares", 0);
        number("--cpu-period", "CpuPeriod", 0);
        number("--cpu-quota", "CpuQuota", 0);
        number("--cpu-rt-period", "CpuRealtimePeriod", 0);
        number("--cpu-rt-runtime", "CpuRealtimeRuntime", 0);
        value("--cpuset-cpus", Json.text(host, "CpusetCpus"));
        value("--cpuset-mems", Json.text(host, "CpusetMems"));
        number("--pids-limit", "PidsLimit", 0);
        number("--oom-score-adj", "OomScoreAdj", 0);
        if (Boolean.TRUE.equals(Json.get(host, "OomKillDisable"))) {
            words.add("--oom-kill-disable");
        }
        number("--blkio-weight", "BlkioWeight", 0);
        devices("--blkio-weight-device", "BlkioWeightDevice", "Weight");
        devices("--device-read-bps", "BlkioDeviceReadBps", "Rate");
        devices("--device-write-bps", "BlkioDeviceWriteBps", "Rate");
        devices("--device-read-iops", "BlkioDeviceReadIOps", "Rate");
        devices("--device-write-iops", "BlkioDeviceWriteIOps", "Rate");
        Json.list(host, "Ulimits").forEach(u -> value("--ulimit", Json.text(u, "Name") + "=" + Json.text(u, "Soft")
                + ":" + Json.text(u, "Hard")));
    }

    private void value(String flag, String value) {
        if (!value.isEmpty()) {
            words.add(flag);
            words.add(value);
        }
    }

    private void number(String flag, String name, long usual) {
        long number = Json.number(host, name);
        value(flag, number == 0 || number == usual ? "" : String.valueOf(number));
    }

    private void devices(String flag, String name, String field) {
        Json.list(host, name).forEach(d -> value(flag, Json.text(d, "Path") + ":" + Json.text(d, field)));
    }
}
