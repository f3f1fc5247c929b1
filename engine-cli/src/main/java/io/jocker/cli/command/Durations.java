package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as Go writes them: {@code 1h30m}, {@code 1.5s}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)([^\\d.]*)");

    private Durations() {
    }

    /**
     * Nanoseconds.
     *
     * @throws CliException if {@code text} is no length of time
     */
    public static long nanos(String flag, String text) {
        String unsigned = text.replaceFirst("^[+-]", "");
        if (unsigned.equals("0")) {
            return 0;
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(unsigned);
        int at = 0;
        while (part.find() && part.start() == at) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(unit(flag, text, part.group(2))));
            at = part.end();
        }
        if (unsigned.isEmpty() || at < unsigned.length()) {
            throw CliException.badFlag(text, flag, "time: invalid duration \"" + text + "\"");
        }
        return text.startsWith("-") ? -sum.longValue() : sum.longValue();
    }

    private static BigDecimal unit(String flag, String text, String unit) {
        return switch (unit) {
            case "h" -> BigDecimal.valueOf(3_600_000_000_000L);
            case "m" -> BigDecimal.valueOf(60_000_000_000L);
            case "s" -> BigDecimal.valueOf(1_000_000_000);
            case "ms" -> BigDecimal.valueOf(1_000_000);
            case "us", "µs", "μs" -> BigDecimal.valueOf(1000);
            case "ns" -> BigDecimal.ONE;
            case "" -> throw CliException.badFlag(text, flag, "time: missing unit in duration \"" + text + "\"");
            default -> throw CliException.badFlag(text, flag, "time: unknown unit \"" + unit + "\" in duration \""
                    + text + "\"");
        };
    }
}
