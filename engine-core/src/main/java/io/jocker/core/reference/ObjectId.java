package io.jocker.core.reference;

import io.jocker.core.EngineException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The id of a container, network or exec: 64 lower-case hex digits, drawn at random. */
public record ObjectId(String hex) {
    /** How many digits the short form has. */
    public static final int SHORT_LENGTH = 12;
    private static final int BYTES = 32;

    /**
     * Checks the digits.
     *
     * @throws EngineException INVALID
     */
    public ObjectId {
        if (!isFull(hex)) {
            throw EngineException.invalid("invalid id " + hex + ": 64 hexadecimal digits are expected");
        }
    }

    /** A new id. Never all digits in its short form, so that a shortened id is not taken for a number. */
    public static ObjectId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        while (true) {
            random.nextBytes(bytes);
            ObjectId id = new ObjectId(HexFormat.of().formatHex(bytes));
            if (!id.shortForm().chars().allMatch(Character::isDigit)) {
                return id;
            }
        }
    }

    /** Whether the text is an id in full. */
    public static boolean isFull(String text) {
        return text.length() == BYTES * 2 && Digest.isHex(text);
    }

    /** The first twelve digits, as people see it. */
    public String shortForm() {
        return hex.substring(0, SHORT_LENGTH);
    }

    @Override
    public String toString() {
        return hex;
    }
}
