package io.jocker.daemon.route;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.daemon.handler.ApiHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One endpoint: a method, a path with placeholders, a handler. {@code {name}} stands for one segment of a path,
 * {@code {name*}} for one or more.
 */
final class Route {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(\\*?)}");

    private final String method;
    private final Pattern pattern;
    private final String[] names;
    private final ApiHandler handler;

    Route(String method, String path, ApiHandler handler) {
        this.method = method;
        this.names = PLACEHOLDER.matcher(path).results().map(r -> r.group(1)).toArray(String[]::new);
        this.pattern = Pattern.compile(PLACEHOLDER.matcher(path)
                .replaceAll(r -> r.group(2).isEmpty() ? "([^/]+)" : "(.+)"));
        this.handler = handler;
    }

    ApiHandler handler() {
        return handler;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid URL escape in \"" + text + "\"", e);
        }
    }

    /** What the placeholders stand for, decoded; null if method or path are others. */
    Map<String, String> match(String requestMethod, String path) {
        Matcher matcher = pattern.matcher(path);
        if (!requestMethod.equals(method) || !matcher.matches()) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            // Unlike in a query, a plus in a path is a plus.
            parameters.put(names[i], decode(matcher.group(i + 1).replace("+", "%2B")));
        }
        return parameters;
    }
}
