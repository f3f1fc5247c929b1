package io.jocker.cli.command.watch;

import io.jocker.cli.client.Json;
import io.jocker.cli.command.Sizes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One sample of what a container uses, by Docker's arithmetic. */
final class Usage {
    private static final String UNKNOWN = "--";

    private Usage() {
    }

    /** The fields of a sample; {@code name} as the user gave it. A sample that is null is not known. */
    static Map<String, Object> row(String name, String id, Object sample, boolean full) {
        Map<String, Object> row = new LinkedHashMap<>();
        String longId = Json.text(sample, "id").isEmpty() ? id : Json.text(sample, "id");
        row.put("Container", name);
        row.put("Name", sample == null ? UNKNOWN : Json.text(sample, "name").replaceFirst("^/", ""));
        row.put("ID", full || longId.length() <= 12 ? longId : longId.substring(0, 12));
        boolean known = sample != null;
        long memory = memory(sample);
        long limit = Json.number(sample, "memory_stats", "limit");
        row.put("CPUPerc", known ? percent(processors(sample)) : UNKNOWN);
        row.put("MemUsage", known ? Sizes.binary(memory) + " / " + Sizes.binary(limit) : UNKNOWN + " / " + UNKNOWN);
        row.put("MemPerc", known ? percent(limit == 0 ? 0 : memory * 100.0 / limit) : UNKNOWN);
        row.put("NetIO", known ? pair(network(sample, "rx_bytes"), network(sample, "tx_bytes")) : UNKNOWN);
        row.put("BlockIO", known ? pair(block(sample, 'r'), block(sample, 'w')) : UNKNOWN);
        row.put("PIDs", known ? String.valueOf(Json.number(sample, "pids_stats", "current")) : UNKNOWN);
        return row;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    private static String pair(long in, long out) {
        return Sizes.human(in) + " / " + Sizes.human(out);
    }

    private static double processors(Object sample) {
        double used = Json.number(sample, "cpu_stats", "cpu_usage", "total_usage")
                - (double) Json.number(sample, "precpu_stats", "cpu_usage", "total_usage");
        double all = Json.number(sample, "cpu_stats", "system_cpu_usage")
                - (double) Json.number(sample, "precpu_stats", "system_cpu_usage");
        long online = Json.number(sample, "cpu_stats", "online_cpus");
        if (online == 0) {
            online = Json.list(sample, "cpu_stats", "cpu_usage", "percpu_usage").size();
        }
        return all > 0 && used > 0 ? used / all * online * 100 : 0;
    }

    /** What is used, without the part of the page cache that nobody misses. */
    private static long memory(Object sample) {
        long usage = Json.number(sample, "memory_stats", "usage");
        for (String name : List.of("total_inactive_file", "inactive_file")) {
            if (Json.get(sample, "memory_stats", "stats", name) != null) {
                long inactive = Json.number(sample, "memory_stats", "stats", name);
                return inactive < usage ? usage - inactive : usage;
            }
        }
        return usage;
    }

    private static long network(Object sample, String counter) {
        return Json.get(sample, "networks") instanceof Map<?, ?> networks
                ? networks.values().stream().mapToLong(n -> Json.number(n, counter)).sum() : 0;
    }

    private static long block(Object sample, char operation) {
        return Json.list(sample, "blkio_stats", "io_service_bytes_recursive").stream()
                .filter(e -> Json.text(e, "op").toLowerCase(Locale.ROOT).indexOf(operation) == 0)
                .mapToLong(e -> Json.number(e, "value")).sum();
    }
}
