package io.jocker.core.reference;

import io.jocker.core.EngineException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as users give it: seconds since the epoch, RFC 3339 with or without zone (then UTC) or time, or how long
 * ago in Go's notation ({@code 1h30m}).
 */
public record TimeBound(String text) {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,9}))?");
    private static final Pattern SPAN = Pattern.compile("(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ns|us|µs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)");
    private static final List<Function<String, Instant>> FORMATS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));

    /** The moment, seen from {@code now}. */
    public Instant before(Instant now) {
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            String fraction = seconds.group(2) == null ? "" : seconds.group(2);
            return Instant.ofEpochSecond(Long.parseLong(seconds.group(1)),
                    Long.parseLong((fraction + "000000000").substring(0, 9)));
        }
        if (SPAN.matcher(text).matches()) {
            return now.minus(span());
        }
        for (Function<String, Instant> format : FORMATS) {
            try {
                return format.apply(text);
            } catch (DateTimeException ignored) {
                // The next format may fit.
            }
        }
        throw EngineException.invalid("invalid filter 'until=[" + text + "]': not a time");
    }

    private Duration span() {
        Matcher part = PART.matcher(text);
        double nanos = 0;
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * switch (part.group(2)) {
                case "h" -> 3600e9;
                case "m" -> 60e9;
                case "s" -> 1e9;
                case "ms" -> 1e6;
                case "us", "µs" -> 1e3;
                default -> 1;
            };
        }
        return Duration.ofNanos((long) nanos);
    }
}
