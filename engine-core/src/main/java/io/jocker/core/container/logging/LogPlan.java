package io.jocker.core.container.logging;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.container.ContainerFiles;
import io.jocker.core.container.ContainerSpec;
import io.jocker.core.log.EntryFormat;
import io.jocker.core.runtime.ShimSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the shim is told of a container's log, and where it can be read again. */
public final class LogPlan {
    private static final int SHORT_ID = 12;

    private final ContainerFiles files;

    /** Logs are among the containers' files. */
    public LogPlan(ContainerFiles files) {
        this.files = files;
    }

    /** The file that is written now; null if there is none that could be read. */
    public Path file(ContainerSpec spec) {
        return switch (settings(spec).driver()) {
            case JSON_FILE -> files.log(spec.id());
            case LOCAL -> files.localLog(spec.id());
            default -> null;
        };
    }

    /** How its entries stand there. */
    public static EntryFormat format(ContainerSpec spec) {
        return settings(spec).driver() == LogSettings.Driver.LOCAL ? EntryFormat.LOCAL : EntryFormat.JSON_FILE;
    }

    private static LogSettings settings(ContainerSpec spec) {
        return LogSettings.of(spec.host().logConfig());
    }

    /** The shim's part; {@code name} is the container's at its start. */
    public ShimSpec.Log of(ContainerSpec spec, String name) {
        LogSettings settings = settings(spec);
        ShimSpec.Log.Builder log = new ShimSpec.Log.Builder(settings.driver().word());
        switch (settings.driver()) {
            case JSON_FILE -> log.file(files.log(spec.id()).toString(), settings.maxSize(), settings.maxFile(),
                    settings.compress()).attributes(attributes(settings, spec, name));
            case LOCAL -> log.file(files.localLog(spec.id()).toString(), settings.maxSize(), settings.maxFile(),
                    settings.compress());
            case SYSLOG -> log.syslog(SyslogAddress.resolve(settings.options().get("syslog-address")),
                    settings.options().get("syslog-facility"), tag(settings, spec, name, "{{.ID}}"),
                    settings.options().get("syslog-format"));
            case JOURNALD -> log.fields(fields(settings, spec, name));
            default -> {
                return ShimSpec.Log.NONE;
            }
        }
        return log.mode(settings.options().get("mode"), settings.maxBufferSize()).build();
    }

    private static String tag(LogSettings settings, ContainerSpec spec, String name, String usual) {
        String tag = settings.options().get("tag");
        return LogTag.render(tag == null || tag.isEmpty() ? usual : tag, spec, name);
    }

    private static Map<String, String> attributes(LogSettings settings, ContainerSpec spec, String name) {
        Map<String, String> attributes = new TreeMap<>(chosen(settings, spec.config()));
        if (settings.options().getOrDefault("tag", "").length() > 0) {
            attributes.put("tag", tag(settings, spec, name, ""));
        }
        return attributes.isEmpty() ? null : attributes;
    }

    /** The labels and variables that the options name. */
    private static Map<String, String> chosen(LogSettings settings, ContainerConfig config) {
        Map<String, String> chosen = new TreeMap<>();
        Map<String, String> labels = config.labels() == null ? Map.of() : config.labels();
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : config.env() == null ? List.<String>of() : config.env()) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        choose(chosen, labels, settings.options().get("labels"), settings.pattern("labels-regex"));
        choose(chosen, variables, settings.options().get("env"), settings.pattern("env-regex"));
        return chosen;
    }

    private static void choose(Map<String, String> into, Map<String, String> from, String names, Pattern pattern) {
        List<String> wanted = names == null ? List.of() : List.of(names.split(","));
        from.forEach((name, value) -> {
            if (wanted.contains(name) || pattern != null && pattern.matcher(name).find()) {
                into.put(name, value);
            }
        });
    }

    private static Map<String, String> fields(LogSettings settings, ContainerSpec spec, String name) {
        String tag = tag(settings, spec, name, "{{.ID}}");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("CONTAINER_ID", spec.id().substring(0, SHORT_ID));
        fields.put("CONTAINER_ID_FULL", spec.id());
        fields.put("CONTAINER_NAME", name);
        fields.put("CONTAINER_TAG", tag);
        fields.put("IMAGE_NAME", spec.config().image());
        fields.put("SYSLOG_IDENTIFIER", tag);
        chosen(settings, spec.config()).forEach((key, value) ->
                fields.put(key.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_").replaceFirst("^_+", ""),
                        value));
        return fields;
    }
}
