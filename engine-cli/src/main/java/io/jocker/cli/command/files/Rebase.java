package io.jocker.cli.command.files;

import java.nio.charset.StandardCharsets;

/** Gives the entries of an archive another first name: what copying under another name is. */
record Rebase(String from, String to) {
    /** Leaves names as they are. */
    static final Rebase NONE = new Rebase("", "");

    /** The name that an entry gets; bytes, since names need not be text. */
    byte[] apply(byte[] name) {
        byte[] old = (from.equals("/") ? "" : from).getBytes(StandardCharsets.UTF_8);
        byte[] fresh = to.getBytes(StandardCharsets.UTF_8);
        if (this.equals(NONE) || !startsWith(name, old)) {
            return name;
        }
        byte[] result = new byte[fresh.length + name.length - old.length];
        System.arraycopy(fresh, 0, result, 0, fresh.length);
        System.arraycopy(name, old.length, result, fresh.length, name.length - old.length);
        return result;
    }

    private static boolean startsWith(byte[] name, byte[] start) {
        return name.length >= start.length && java.util.Arrays.equals(name, 0, start.length, start, 0, start.length);
    }
}
