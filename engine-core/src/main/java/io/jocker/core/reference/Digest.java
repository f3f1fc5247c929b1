package io.jocker.core.reference;

import io.jocker.core.EngineException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of content by its hash, {@code algorithm:hex}, as the OCI image specification defines it
 * (descriptor.md, "Digests"): sha256, sha384 or sha512 and exactly as many lower-case hex digits as that needs.
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
    /** The algorithm that the engine itself hashes with. */
    public static final String SHA256 = "sha256";

    /**
     * Checks the parts.
     *
     * @throws EngineException INVALID
     */
    public Digest {
        int length = hexLength(algorithm);
        if (hex.length() != length) {
            throw EngineException.invalid("invalid checksum digest length");
        }
        if (!isHex(hex)) {
            throw EngineException.invalid("invalid checksum digest format");
        }
    }

    /**
     * Reads {@code algorithm:hex}.
     *
     * @throws EngineException INVALID: bad syntax, or an algorithm that this engine does not know
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw EngineException.invalid("invalid checksum digest format");
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The SHA-256 digest of these bytes. */
    public static Digest sha256(byte[] bytes) {
        return finished(hasher(SHA256), bytes);
    }

    /** The SHA-256 digest of this text in UTF-8. */
    public static Digest sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of these bytes by the algorithm of this one. */
    public Digest of(byte[] bytes) {
        return finished(hasher(algorithm), bytes);
    }

    /** A digest from what a hasher of {@link #newHasher} (or of another instance of {@code algorithm}) counted up. */
    public static Digest finished(MessageDigest hasher) {
        return new Digest(ociName(hasher.getAlgorithm()), HexFormat.of().formatHex(hasher.digest()));
    }

    /** A new hasher of this digest's algorithm. */
    public MessageDigest newHasher() {
        return hasher(algorithm);
    }

    /** A new hasher of SHA-256. */
    public static MessageDigest newSha256() {
        return hasher(SHA256);
    }

    /** The first twelve hex digits, as people see it. */
    public String shortHex() {
        return hex.substring(0, ObjectId.SHORT_LENGTH);
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }

    static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static Digest finished(MessageDigest hasher, byte[] bytes) {
        hasher.update(bytes);
        return finished(hasher);
    }

    private static int hexLength(String algorithm) {
        return switch (algorithm) {
            case SHA256 -> 64;
            case "sha384" -> 96;
            case "sha512" -> 128;
            default -> throw EngineException.invalid("unsupported digest algorithm");
        };
    }

    private static String ociName(String javaName) {
        return javaName.replace("SHA-", "sha");
    }

    private static MessageDigest hasher(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
        } catch (NoSuchAlgorithmException e) {
            throw EngineException.internal("this Java has no " + algorithm, e);
        }
    }
}
