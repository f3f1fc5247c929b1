package io.jocker.cli.output;

import io.jocker.cli.client.CliException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users write and read them. */
public final class Times {
    private static final String NUMBER = "(\\d+(?:\\.\\d*)?|\\.\\d+)";
    private static final String UNIT = "(h|ms|m|s|us|µs|ns)";

    private Times() {
    }

    /**
     * What the engine is asked for: seconds since the epoch, as the user gave them, for a duration before now
     * ({@code 10m}, {@code 1h30m}) or for a date with as much of a time and a zone as there is.
     *
     * @return null if {@code text} is null
     * @throws CliException if it is none of these
     */
    public static String parameter(String text) {
        if (text == null || text.matches("\\d+(\\.\\d{1,9})?")) {
            return text;
        }
        if (text.matches("-?(" + NUMBER + UNIT + ")+")) {
            return seconds(Instant.now().minusNanos(nanos(text)));
        }
        try {
            return seconds(date(text));
        } catch (DateTimeException e) {
            throw (CliException) new CliException("failed to parse value as time or duration: \"" + text + "\"")
                    .initCause(e);
        }
    }

    private static long nanos(String text) {
        double sum = 0;
        Matcher parts = Pattern.compile(NUMBER + UNIT).matcher(text);
        while (parts.find()) {
            double unit = switch (parts.group(2)) {
                case "h" -> 3600e9;
                case "m" -> 60e9;
                case "s" -> 1e9;
                case "ms" -> 1e6;
                case "us", "µs" -> 1e3;
                default -> 1;
            };
            sum += Double.parseDouble(parts.group(1)) * unit;
        }
        return (long) (text.startsWith("-") ? -sum : sum);
    }

    private static Instant date(String text) {
        Matcher parts = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:T(\\d\\d)(:\\d\\d)?(:\\d\\d(?:\\.\\d{1,9})?)?)?"
                + "(Z|[+-]\\d\\d:\\d\\d)?").matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException(text);
        }
        String time = (parts.group(2) == null ? "00" : parts.group(2)) + (parts.group(3) == null ? ":00"
                : parts.group(3)) + (parts.group(4) == null ? "" : parts.group(4));
        String local = parts.group(1) + "T" + time;
        return parts.group(5) == null ? LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toInstant()
                : OffsetDateTime.parse(local + parts.group(5)).toInstant();
    }

    private static String seconds(Instant instant) {
        return instant.getEpochSecond() + "." + String.format(Locale.ROOT, "%09d", instant.getNano());
    }

    /** Date, time and zone, as Go prints them: {@code 2020-01-01 00:00:00 +0000 UTC}. */
    public static Object full(long epochSeconds) {
        return new Object() {
            // Formatting costs ten milliseconds, and hardly anybody asks for it.
            @Override
            public String toString() {
                return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ROOT)
                        .withZone(ZoneId.systemDefault()).format(Instant.ofEpochSecond(epochSeconds));
            }
        };
    }

    /** How long ago, in Docker's words. */
    public static String ago(long epochSeconds) {
        return since(Math.max(0, System.currentTimeMillis() / 1000 - epochSeconds)) + " ago";
    }

    private static String since(long seconds) {
        long minutes = seconds / 60;
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        } else if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        } else if (hours < 48) {
            return hours == 1 ? "About an hour" : hours + " hours";
        } else if (hours < 24 * 14) {
            return hours / 24 + " days";
        } else if (hours < 24 * 60) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return seconds / 3600 / 24 / 365 + " years";
    }
}
