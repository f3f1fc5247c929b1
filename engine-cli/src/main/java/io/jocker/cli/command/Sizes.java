package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as users write them. */
public final class Sizes {
    private static final Pattern SUFFIX = Pattern.compile("b?|[kmgtp](b|ib)?");

    private static final Set<String> ULIMITS = Set.of("core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue",
            "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack");

    private Sizes() {
    }

    /** {@code 512m}, {@code 1.5g}, {@code 1024}: bytes, in powers of 1,024. */
    public static long bytes(String flag, String text) {
        int end = text.length();
        while (end > 0 && "0123456789. ".indexOf(text.charAt(end - 1)) < 0) {
            end--;
        }
        if (end == 0 || text.startsWith("-")) {
            throw CliException.badFlag(text, flag, "invalid size: '" + text + "'");
        }
        String number = text.charAt(end - 1) == ' ' ? text.substring(0, end - 1) : text.substring(0, end);
        if (!number.matches("\\+?(\\d+(\\.\\d*)?|\\.\\d+)")) {
            throw CliException.badFlag(text, flag, "strconv.ParseFloat: parsing \"" + number + "\": invalid syntax");
        }
        String suffix = text.substring(end).toLowerCase(Locale.ROOT);
        if (!SUFFIX.matcher(suffix).matches()) {
            throw CliException.badFlag(text, flag, "invalid suffix: '" + suffix + "'");
        }
        int power = suffix.isEmpty() || suffix.equals("b") ? 0 : "kmgtp".indexOf(suffix.charAt(0)) + 1;
        return (long) (Double.parseDouble(number) * Math.pow(1024, power));
    }

    /** As {@link #bytes}; null if the flag was not given. */
    public static Long bytesOrNull(String flag, String text) {
        return text == null ? null : Long.valueOf(bytes(flag, text));
    }

    /** The limit of memory and swap together, where -1 is none; null if it was not given. */
    public static Long swapOrNull(String text) {
        return "-1".equals(text) ? Long.valueOf(-1) : bytesOrNull("--memory-swap", text);
    }

    /** {@code 1.5} processors in billionths. */
    public static long nanoCpus(String text) {
        try {
            int slash = text.indexOf('/');
            BigDecimal value = slash < 0 ? new BigDecimal(text)
                    : new BigDecimal(text.substring(0, slash)).divide(new BigDecimal(text.substring(slash + 1)));
            return value.movePointRight(9).longValueExact();
        } catch (NumberFormatException e) {
            throw (CliException) CliException.badFlag(text, "--cpus", "failed to parse " + text
                    + " as a rational number").initCause(e);
        } catch (ArithmeticException e) {
            throw (CliException) CliException.badFlag(text, "--cpus", "value is too precise").initCause(e);
        }
    }

    /** {@code nofile=1024:2048}. */
    public static Map<String, Object> ulimit(String text) {
        Matcher matcher = Pattern.compile("([^=]+)=([^:]*)(?::(.*))?").matcher(text);
        if (!matcher.matches()) {
            throw CliException.badFlag(text, "--ulimit", "invalid ulimit argument: " + text);
        }
        if (!ULIMITS.contains(matcher.group(1))) {
            throw CliException.badFlag(text, "--ulimit", "invalid ulimit type: " + matcher.group(1));
        }
        long soft = limit(text, matcher.group(2));
        long hard = matcher.group(3) == null ? soft : limit(text, matcher.group(3));
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw CliException.badFlag(text, "--ulimit", "ulimit soft limit must be less than or equal to hard limit: "
                    + (soft == -1 ? "soft: -1 (unlimited), hard: " + hard : soft + " > " + hard));
        }
        Map<String, Object> ulimit = new LinkedHashMap<>();
        ulimit.put("Name", matcher.group(1));
        ulimit.put("Soft", soft);
        ulimit.put("Hard", hard);
        return ulimit;
    }

    private static long limit(String text, String number) {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw (CliException) CliException.badFlag(text, "--ulimit", "strconv.ParseInt: parsing \"" + number
                    + "\": invalid syntax").initCause(e);
        }
    }

    /** Bytes as people read them, in powers of 1,000: {@code 4.42MB}. */
    public static String human(long bytes) {
        return human(bytes, 3);
    }

    /** Bytes as people read them, in powers of 1,024 and four digits: {@code 1.945GiB}. */
    public static String binary(long bytes) {
        return text(bytes, 1024, 4, "B", "KiB", "MiB", "GiB", "TiB", "PiB");
    }

    /** Bytes as people read them, with so many digits. */
    public static String human(long bytes, int digitCount) {
        return text(bytes, 1000, digitCount, "B", "kB", "MB", "GB", "TB", "PB");
    }

    private static String text(long bytes, int step, int digitCount, String... units) {
        double value = bytes;
        int unit = 0;
        while (value >= step && unit < units.length - 1) {
            value /= step;
            unit++;
        }
        String digits = new BigDecimal(value).round(new java.math.MathContext(digitCount))
                .stripTrailingZeros().toPlainString();
        return digits + units[unit];
    }
}
