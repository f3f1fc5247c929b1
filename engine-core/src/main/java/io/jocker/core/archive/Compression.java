package io.jocker.core.archive;

/** How a stream is compressed, told by its first bytes and nothing else. */
public enum Compression {
    /** Not at all (or not in a way known here). */
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD,
    /** bzip2. */
    BZIP2,
    /** The xz container format. */
    XZ;

    /** How many first bytes {@link #detect} looks at. */
    public static final int MAGIC_LENGTH = 6;

    /** Tells the format from the first {@code length} bytes. */
    public static Compression detect(byte[] head, int length) {
        if (starts(head, length, 0x1f, 0x8b, 0x08)) {
            return GZIP;
        }
        if (starts(head, length, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(head, length)) {
            return ZSTD;
        }
        if (starts(head, length, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        return starts(head, length, 0xfd, '7', 'z', 'X', 'Z', 0) ? XZ : NONE;
    }

    private static boolean isSkippableFrame(byte[] head, int length) {
        return length >= 4 && (head[0] & 0xf0) == 0x50 && starts(new byte[] {head[1], head[2], head[3]}, 3,
                0x2a, 0x4d, 0x18);
    }

    private static boolean starts(byte[] head, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
