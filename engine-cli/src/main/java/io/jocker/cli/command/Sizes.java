package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as users write them. */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtp]?)(?:i?b)?");

    private Sizes() {
    }

    /** {@code 512m}, {@code 1.5g}, {@code 1024}: bytes, in powers of 1,024. */
    public static long bytes(String flag, String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT).strip());
        if (!matcher.matches()) {
            throw CliException.badFlag(text, flag, "invalid size: '" + text + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit) + 1;
        return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
    }

    /** {@code nofile=1024:2048}. */
    public static Map<String, Object> ulimit(String text) {
        Matcher matcher = Pattern.compile("(\\w+)=(-?\\d+)(?::(-?\\d+))?").matcher(text);
        if (!matcher.matches()) {
            throw CliException.badFlag(text, "--ulimit", "invalid ulimit argument: " + text);
        }
        long soft = Long.parseLong(matcher.group(2));
        Map<String, Object> ulimit = new LinkedHashMap<>();
        ulimit.put("Name", matcher.group(1));
        ulimit.put("Soft", soft);
        ulimit.put("Hard", matcher.group(3) == null ? soft : Long.parseLong(matcher.group(3)));
        return ulimit;
    }

    /** Bytes as people read them, in powers of 1,000: {@code 4.42MB}. */
    public static String human(long bytes) {
        return human(bytes, 3);
    }

    /** Bytes as people read them, with so many digits. */
    public static String human(long bytes, int digitCount) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        String digits = new java.math.BigDecimal(value).round(new java.math.MathContext(digitCount))
                .stripTrailingZeros().toPlainString();
        return digits + units[unit];
    }
}
