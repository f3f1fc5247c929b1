package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The key sequence that lets go of a terminal: {@code ctrl-p,ctrl-q} unless told otherwise. */
public final class DetachKeys {
    /** No sequence at all. */
    static final DetachKeys NONE = new DetachKeys(new byte[0]);
    private static final DetachKeys USUAL = new DetachKeys(new byte[] {16, 17});

    private final byte[] sequence;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /**
     * From {@code a,ctrl-b,…}; null means the usual ones.
     *
     * @throws EngineException INVALID for an unknown key
     */
    static DetachKeys parse(String text) {
        if (text == null) {
            return USUAL;
        }
        String[] keys = text.split(",");
        byte[] sequence = new byte[keys.length];
        for (int i = 0; i < keys.length; i++) {
            sequence[i] = code(keys[i]);
        }
        return new DetachKeys(sequence);
    }

    private static byte code(String key) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return (byte) key.charAt(0);
        }
        if (key.matches("ctrl-[a-z@\\[\\\\\\]^_]")) {
            char letter = key.charAt(5);
            return (byte) (letter >= 'a' ? letter - 'a' + 1 : letter - '@');
        }
        throw EngineException.invalid("Invalid detach keys (" + key + ") provided");
    }

    Scanner scanner() {
        return new Scanner();
    }

    /** Looks for the sequence in what is typed, also across reads. */
    final class Scanner {
        private int matched;
        private boolean detached;

        boolean detached() {
            return detached;
        }

        /** What is to be passed on; keys of an unfinished sequence are held back until it is decided. */
        byte[] scan(byte[] bytes, int length) {
            if (sequence.length == 0) {
                return Arrays.copyOf(bytes, length);
            }
            ByteArrayOutputStream passed = new ByteArrayOutputStream(length + matched);
            for (int i = 0; i < length && !detached; i++) {
                if (bytes[i] != sequence[matched]) {
                    passed.write(sequence, 0, matched);
                    matched = 0;
                }
                if (bytes[i] == sequence[matched]) {
                    matched++;
                    detached = matched == sequence.length;
                } else {
                    passed.write(bytes[i]);
                }
            }
            return passed.toByteArray();
        }
    }
}
