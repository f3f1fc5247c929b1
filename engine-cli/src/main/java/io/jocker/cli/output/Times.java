package io.jocker.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users write and read them. */
public final class Times {
    private static final Pattern GO_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|m|s|ms)");

    private Times() {
    }

    /** A duration before now ({@code 10m}, {@code 1h30m}) as seconds since the epoch; anything else as it is. */
    public static String parameter(String text) {
        if (text == null || !text.matches("(\\d+(\\.\\d+)?(h|m|s|ms))+")) {
            return text;
        }
        Duration ago = Duration.ZERO;
        Matcher parts = GO_DURATION.matcher(text);
        while (parts.find()) {
            double unit = switch (parts.group(2)) {
                case "h" -> 3600e9;
                case "m" -> 60e9;
                case "s" -> 1e9;
                default -> 1e6;
            };
            ago = ago.plusNanos((long) (Double.parseDouble(parts.group(1)) * unit));
        }
        Instant instant = Instant.now().minus(ago);
        return instant.getEpochSecond() + "." + String.format("%09d", instant.getNano());
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
        return hours / 24 / 365 + " years";
    }
}
