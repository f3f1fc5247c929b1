package io.jocker.core.layer;

import io.jocker.core.archive.CorruptArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a tar says with a name that begins with {@code .wh.}: this name is gone, everything below is hidden, or (the
 * other names that AUFS used for itself) nothing.
 */
record Whiteout(byte[] name) {
    private static final byte[] PREFIX = ascii(".wh.");
    private static final byte[] OPAQUE = ascii(".wh..opq");

    static boolean isOne(byte[] name) {
        return startsWith(name, PREFIX);
    }

    /** Reads such a name; {@link #name} is what it hides. */
    static Whiteout of(byte[] name) throws CorruptArchiveException {
        Whiteout whiteout = new Whiteout(Arrays.copyOfRange(name, PREFIX.length, name.length));
        String hidden = new String(whiteout.name, StandardCharsets.ISO_8859_1);
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new CorruptArchiveException("the whiteout \"" + new String(name, StandardCharsets.UTF_8)
                    + "\" names nothing that can be removed");
        }
        return whiteout;
    }

    boolean isOpaque() {
        return Arrays.equals(name, OPAQUE);
    }

    boolean isIgnored() {
        return startsWith(name, PREFIX) && !isOpaque();
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
