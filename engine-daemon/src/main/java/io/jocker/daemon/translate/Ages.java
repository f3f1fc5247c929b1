package io.jocker.daemon.translate;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in Docker's words. */
public final class Ages {
    private Ages() {
    }

    /** The time between two instants: {@code 5 seconds}, {@code About an hour}, {@code 3 weeks}. */
    public static String since(Instant from, Instant to) {
        long seconds = Math.max(0, Duration.between(from, to).toSeconds());
        long minutes = seconds / 60;
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
