package io.jocker.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code key=value}, as many flags take it. */
public final class Pairs {
    private Pairs() {
    }

    /** As a map; a key without a value has the empty one, and the last of several wins. */
    public static Map<String, String> map(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        texts.forEach(t -> put(pairs, t));
        return pairs;
    }

    /** Adds one. */
    public static void put(Map<String, String> pairs, String text) {
        int equals = text.indexOf('=');
        pairs.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
    }

    /** Sets a member of a request unless it is absent. */
    public static void putIfGiven(Map<String, Object> request, String name, Object value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
