package io.jocker.core.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path out of an archive, cleaned by words alone: no empty, {@code .} or {@code ..} components are left, and
 * an absolute path counts from the archive's root. It says nothing of symbolic links: those are the business of who
 * resolves it beneath a handle.
 */
public record EntryPath(List<byte[]> components) {
    /**
     * Cleans a path.
     *
     * @throws CorruptArchiveException if it climbs above the root
     */
    public static EntryPath of(byte[] path) throws CorruptArchiveException {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                add(parts, path, start, i);
                start = i + 1;
            }
        }
        return new EntryPath(parts);
    }

    private static void add(List<byte[]> parts, byte[] path, int start, int end) throws CorruptArchiveException {
        int length = end - start;
        if (length == 0 || length == 1 && path[start] == '.') {
            return;
        }
        if (length == 2 && path[start] == '.' && path[start + 1] == '.') {
            if (parts.isEmpty()) {
                throw new CorruptArchiveException("the path \"" + new String(path, StandardCharsets.UTF_8)
                        + "\" leads outside the archive");
            }
            parts.remove(parts.size() - 1);
            return;
        }
        parts.add(java.util.Arrays.copyOfRange(path, start, end));
    }

    /** Whether it is the root itself. */
    public boolean isRoot() {
        return components.isEmpty();
    }

    /** The last component. */
    public byte[] name() {
        return components.get(components.size() - 1);
    }

    /** All but the last component. */
    public EntryPath parent() {
        return new EntryPath(components.subList(0, components.size() - 1));
    }

    /** As bytes joined by {@code /}, without one at either end; empty for the root. */
    public byte[] bytes() {
        int length = Math.max(components.size() - 1, 0);
        for (byte[] part : components) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : components) {
            if (at > 0) {
                joined[at++] = '/';
            }
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** As people can read it. */
    public String display() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
