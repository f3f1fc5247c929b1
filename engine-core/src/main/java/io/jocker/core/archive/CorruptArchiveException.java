package io.jocker.core.archive;

import java.io.IOException;

/**
 * The bytes are not what they claim to be: a checksum, a header, a number out of range, a limit exceeded. The
 * message says which in words for the user; the verb that reads the archive says of which archive.
 */
public final class CorruptArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public CorruptArchiveException(String message) {
        super(message);
    }
}
