package io.jocker.core.reference;

import io.jocker.core.EngineException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What an image is made for: operating system, architecture and variant in Go's words ({@code linux/arm64/v8}),
 * normalised; an empty variant means none is stated.
 */
public record Platform(String os, String architecture, String variant) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** Normalises the parts: {@code x86_64} is {@code amd64}, {@code arm64/v8} is {@code arm64}. */
    public Platform {
        os = os.toLowerCase(Locale.ROOT);
        String given = architecture.toLowerCase(Locale.ROOT);
        architecture = architecture(given);
        variant = variant(architecture, given, variant.toLowerCase(Locale.ROOT));
    }

    /** The platform that this engine's kernel runs. */
    public static Platform current() {
        return new Platform("linux", System.getProperty("os.arch"), "");
    }

    /**
     * Reads {@code os/arch[/variant]}, or an architecture alone, or an operating system alone.
     *
     * @throws EngineException INVALID
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (parts.length > 3 || !PART.matcher(part).matches()) {
                throw EngineException.invalid("\"" + text + "\" is an invalid platform: os/architecture[/variant] "
                        + "is expected, such as linux/amd64");
            }
        }
        if (parts.length == 1) {
            Platform here = current();
            return parts[0].equalsIgnoreCase(here.os) ? here : new Platform(here.os, parts[0], "");
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    /**
     * How well an image for {@code other} fits here: 0 is exact, more is worse, empty is not at all. An older
     * variant of the same architecture runs on a newer one.
     */
    public OptionalInt distanceTo(Platform other) {
        if (!os.equals(other.os) || !architecture.equals(other.architecture)) {
            return OptionalInt.empty();
        }
        int mine = level(this);
        int theirs = level(other);
        return theirs > mine ? OptionalInt.empty() : OptionalInt.of(mine - theirs);
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    private static int level(Platform platform) {
        if (platform.variant.matches("v[0-9]")) {
            return platform.variant.charAt(1) - '0';
        }
        return switch (platform.architecture) {
            case "arm" -> 7;
            case "arm64" -> 8;
            default -> 1;
        };
    }

    private static String architecture(String given) {
        return switch (given) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armhf", "armel" -> "arm";
            case "i386", "i686", "x86" -> "386";
            default -> given;
        };
    }

    private static String variant(String architecture, String given, String variant) {
        if (given.equals("armel")) {
            return "v6";
        }
        boolean stated = !(architecture.equals("arm64") && (variant.equals("v8") || variant.equals("8"))
                || architecture.equals("amd64") && variant.equals("v1"));
        if (!stated) {
            return "";
        }
        if (architecture.equals("arm")) {
            return switch (variant) {
                case "", "7" -> "v7";
                case "5", "6", "8" -> "v" + variant;
                default -> variant;
            };
        }
        return variant;
    }
}
