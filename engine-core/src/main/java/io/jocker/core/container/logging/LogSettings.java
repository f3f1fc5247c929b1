package io.jocker.core.container.logging;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.LogConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A log driver and its options, checked. */
public record LogSettings(Driver driver, Map<String, String> options) {
    private static final Set<String> KNOWN_ELSEWHERE = Set.of("awslogs", "etwlogs", "fluentd", "gcplogs", "gelf",
            "splunk");
    private static final Set<String> ATTRIBUTES = Set.of("labels", "labels-regex", "env", "env-regex", "tag");
    private static final Set<String> EVERYWHERE = Set.of("mode", "max-buffer-size");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?");

    /** The drivers, with what they may be told. */
    public enum Driver {
        /** Docker's lines of JSON. */
        JSON_FILE("json-file", Set.of("max-size", "max-file", "compress"), true),
        /** Compact files of our own. */
        LOCAL("local", Set.of("max-size", "max-file", "compress"), false),
        /** Nothing is kept. */
        NONE("none", Set.of(), false),
        /** A syslog daemon. */
        SYSLOG("syslog", Set.of("syslog-address", "syslog-facility", "syslog-format"), true),
        /** systemd's journal. */
        JOURNALD("journald", Set.of(), true);

        private final String word;
        private final Set<String> options;
        private final boolean attributes;

        Driver(String word, Set<String> options, boolean attributes) {
            this.word = word;
            this.options = options;
            this.attributes = attributes;
        }

        /** Docker's word for it. */
        public String word() {
            return word;
        }

        /** Whether what it wrote can be read again. */
        public boolean canBeRead() {
            return this == JSON_FILE || this == LOCAL;
        }
    }

    /**
     * Reads a configuration; nothing given is {@code json-file}.
     *
     * @throws EngineException INVALID for what Docker does not know either, NOT_IMPLEMENTED for the rest
     */
    public static LogSettings of(LogConfig config) {
        String word = config == null || config.type() == null || config.type().isEmpty() ? Driver.JSON_FILE.word
                : config.type();
        LogSettings settings = new LogSettings(driver(word), config == null || config.config() == null ? Map.of()
                : config.config());
        settings.check();
        return settings;
    }

    private static Driver driver(String word) {
        for (Driver driver : Driver.values()) {
            if (driver.word.equals(word)) {
                return driver;
            }
        }
        if (KNOWN_ELSEWHERE.contains(word)) {
            throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "the log driver " + word
                    + " is not supported by jocker: use json-file, local, journald, syslog or none");
        }
        throw EngineException.invalid("logger: no log driver named '" + word + "' is registered");
    }

    private void check() {
        options.forEach((name, value) -> {
            if (name.startsWith("syslog-tls") && driver == Driver.SYSLOG) {
                throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "the log option " + name
                        + " is not supported by jocker: it sends to syslog without TLS");
            }
            if (!driver.options.contains(name) && !EVERYWHERE.contains(name)
                    && !(driver.attributes && ATTRIBUTES.contains(name))) {
                throw EngineException.invalid("unknown log opt '" + name + "' for " + driver.word + " log driver");
            }
        });
        maxSize();
        maxFile();
        compress();
        maxBufferSize();
        pattern("labels-regex");
        pattern("env-regex");
        LogTag.check(options.get("tag"));
        SyslogAddress.check(options.get("syslog-address"));
        if (!Set.of("", "blocking", "non-blocking").contains(options.getOrDefault("mode", ""))) {
            throw EngineException.invalid("logger: logging mode not supported: " + options.get("mode"));
        }
        if (options.containsKey("max-buffer-size") && !isNonBlocking()) {
            throw EngineException.invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
        }
    }

    /** Whether a container goes on when its log does not. */
    public boolean isNonBlocking() {
        return "non-blocking".equals(options.get("mode"));
    }

    /** Bytes after which a file is rotated, 0 for never. */
    public long maxSize() {
        String value = options.get("max-size");
        return value == null ? driver == Driver.LOCAL ? 20_000_000 : 100_000_000 : value.equals("-1") ? 0 : size(value);
    }

    /** How many files there are at most. */
    public int maxFile() {
        String text = options.getOrDefault("max-file", "5");
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw EngineException.invalid("invalid value for max-file: \"" + text + "\" is not a number above 0");
        }
        return Integer.parseInt(text);
    }

    /** Whether rotated files are compressed. */
    public boolean compress() {
        String text = options.getOrDefault("compress", driver == Driver.LOCAL ? "true" : "false");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "t", "true" -> true;
            case "0", "f", "false" -> false;
            default -> throw EngineException.invalid("invalid value for compress: \"" + text
                    + "\" is neither true nor false");
        };
    }

    /** How much waits at most for a log that does not keep up; null for the usual. */
    public Long maxBufferSize() {
        return options.containsKey("max-buffer-size") ? Long.valueOf(size(options.get("max-buffer-size"))) : null;
    }

    Pattern pattern(String option) {
        String text = options.get(option);
        try {
            return text == null || text.isEmpty() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw EngineException.invalid("invalid value for " + option + ": " + e.getDescription());
        }
    }

    private static long size(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT).strip());
        if (!matcher.matches()) {
            throw EngineException.invalid("invalid size: '" + text + "'");
        }
        long unit = switch (matcher.group(2)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            case "t" -> 1L << 40;
            default -> 1;
        };
        return (long) (Double.parseDouble(matcher.group(1)) * unit);
    }
}
