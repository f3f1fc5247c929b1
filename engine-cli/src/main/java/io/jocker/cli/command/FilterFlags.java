package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code --filter name=value}, several allowed. */
public final class FilterFlags {
    private FilterFlags() {
    }

    /** The query parameter; null without filters. */
    public static String parameter(List<String> filters) {
        if (filters.isEmpty()) {
            return null;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw CliException.badFlag(filter, "-f, --filter", "bad format of filter (expected name=value)");
            }
            values.computeIfAbsent(filter.substring(0, equals).strip(), n -> new ArrayList<>())
                    .add(filter.substring(equals + 1).strip());
        }
        return Json.write(values);
    }
}
