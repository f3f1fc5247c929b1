package io.jocker.core.container;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.LogConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of the json-file log driver.
 *
 * @param maxSize bytes after which the file is rotated, 0 for never
 * @param maxFile how many files there are at most
 */
public record LogOptions(long maxSize, int maxFile) {
    private static final LogOptions USUAL = new LogOptions(100_000_000, 5);
    private static final Set<String> KNOWN = Set.of("max-buffer-size");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?");

    /**
     * Reads the options.
     *
     * @throws EngineException INVALID for an unknown option or a value that is no number
     */
    public static LogOptions of(LogConfig config) {
        if (config == null || config.config() == null || config.config().isEmpty()) {
            return USUAL;
        }
        long maxSize = USUAL.maxSize;
        int maxFile = USUAL.maxFile;
        for (Map.Entry<String, String> option : config.config().entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case "max-size" -> maxSize = value.equals("-1") ? 0 : size(value);
                case "max-file" -> maxFile = count(value);
                case "labels", "labels-regex", "env", "env-regex", "tag", "compress" -> throw new EngineException(
                        ErrorKind.NOT_IMPLEMENTED, "the log option " + option.getKey()
                        + " is not supported by this version of jocker (see docs/limits.md)");
                case "mode" -> refuseNonBlocking(value);
                default -> {
                    if (!KNOWN.contains(option.getKey())) {
                        throw EngineException.invalid("unknown log opt '" + option.getKey()
                                + "' for json-file log driver");
                    }
                }
            }
        }
        return new LogOptions(maxSize, maxFile);
    }

    /** A full log never blocks the container's death, but a container does wait for its log. */
    private static void refuseNonBlocking(String mode) {
        if (!mode.equals("blocking")) {
            throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "the log mode " + mode
                    + " is not supported by this version of jocker: blocking is the only one");
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

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException expected) {
            // Told below, like a number that is too small.
        }
        throw EngineException.invalid("invalid value for max-file: \"" + text + "\" is not a number above 0");
    }
}
