package io.jocker.core.container.tree;

import io.jocker.core.EngineException;
import io.jocker.core.archive.TarEntry;
import io.jocker.core.container.Container;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.OpenFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Looks names of users and groups up in a container's own files. */
final class UserFiles {
    private static final int LARGEST = 10 << 20;
    private static final int PASSWD_GROUP = 3;
    private static final int ID = 2;

    private final Directory root;

    UserFiles(Directory root) {
        this.root = root;
    }

    /** Gives entries to the user that the container runs as. */
    UnaryOperator<TarEntry> owner(Container container) throws KernelException {
        String user = container.spec().config().user();
        if (user == null || user.isEmpty()) {
            return entry -> withOwner(entry, 0, 0);
        }
        String[] parts = user.split(":", 2);
        String[] passwd = line("passwd", parts[0]);
        long uid = number(parts[0], passwd, "user");
        long gid = parts.length == 2 ? number(parts[1], line("group", parts[1]), "group")
                : passwd == null ? 0 : Long.parseLong(passwd[PASSWD_GROUP]);
        return entry -> withOwner(entry, uid, gid);
    }

    private static long number(String name, String[] line, String what) {
        if (line != null) {
            return Long.parseLong(line[ID]);
        }
        if (name.matches("\\d{1,10}")) {
            return Long.parseLong(name);
        }
        throw EngineException.invalid("unable to find " + what + " " + name + ": no matching entries in the "
                + "container's files");
    }

    private String[] line(String file, String name) throws KernelException {
        for (String line : read(file).split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length > PASSWD_GROUP && (fields[0].equals(name) || fields[ID].equals(name))
                    && fields[ID].matches("\\d{1,10}")) {
                return fields;
            }
        }
        return null;
    }

    private String read(String name) throws KernelException {
        try (Directory etc = root.descend(Directory.bytes("etc"))) {
            if (!etc.contains(Directory.bytes(name)) || !etc.status(Directory.bytes(name)).is(FileStatus.REGULAR)) {
                return "";
            }
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] buffer = new byte[64 * 1024];
            try (OpenFile file = etc.openChild(Directory.bytes(name), null)) {
                for (int n = file.read(buffer, 0, buffer.length); n > 0 && text.size() < LARGEST;
                        n = file.read(buffer, 0, buffer.length)) {
                    text.writeBytes(Arrays.copyOf(buffer, n));
                }
            }
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    private static TarEntry withOwner(TarEntry e, long uid, long gid) {
        return new TarEntry(e.name(), e.type(), e.mode(), uid, gid, e.size(), e.modifiedSeconds(), e.modifiedNanos(),
                e.linkName(), e.deviceMajor(), e.deviceMinor(), e.xattrs(), e.segments());
    }
}
