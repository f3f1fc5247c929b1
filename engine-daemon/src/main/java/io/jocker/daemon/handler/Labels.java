package io.jocker.daemon.handler;

import io.jocker.daemon.translate.Filters;
import java.util.List;
import java.util.Map;

/** The filters {@code label} and {@code label!}: {@code KEY} or {@code KEY=VALUE}. */
public final class Labels {
    private Labels() {
    }

    /** Whether every label asked for is there, and none that is not wanted. */
    public static boolean match(Map<String, String> labels, Filters filters) {
        Map<String, String> present = labels == null ? Map.of() : labels;
        List<String> unwanted = filters.get("label!");
        return filters.get("label").stream().allMatch(l -> has(present, l))
                && (unwanted.isEmpty() || unwanted.stream().noneMatch(l -> has(present, l)));
    }

    private static boolean has(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        String value = labels.get(equals < 0 ? wanted : wanted.substring(0, equals));
        return value != null && (equals < 0 || value.equals(wanted.substring(equals + 1)));
    }
}
