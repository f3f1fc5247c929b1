package io.jocker.core.layer;

import io.jocker.core.archive.CorruptArchiveException;
import io.jocker.core.archive.EntryPath;
import io.jocker.core.archive.TarEntry;
import io.jocker.core.archive.TarEntry.Segment;
import io.jocker.core.archive.TarReader;
import io.jocker.core.host.Directory;
import io.jocker.core.host.FileStatus;
import io.jocker.core.host.KernelException;
import io.jocker.core.host.OpenFile;
import io.jocker.core.host.TreeRemover;
import io.jocker.core.host.Xattrs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jnr.constants.platform.Errno;

/** The tree that one layer becomes, entry by entry. Of two entries for one path the later one counts. */
final class LayerTree implements AutoCloseable {
    private static final byte[] SELF = {'.'};
    private static final int NEW_FILE_MODE = 0600;
    private static final int NEW_DIRECTORY_MODE = 0700;
    private static final int BUFFER = 256 * 1024;

    private final Rules rules;
    private final Directory root;
    private final Opaque opaque;
    private final EntryAttributes attributes;
    private final ParentDirectories parents;
    // Set at the end: every entry made in a directory changes its time.
    private final Map<ByteBuffer, DirectoryTime> directoryTimes = new LinkedHashMap<>();
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer fileBuffer = OpenFile.newBuffer();
    // A directory or link was replaced: before the next entry the handles must be looked up anew.
    private boolean staleHandles;

    private record DirectoryTime(EntryPath path, long seconds, int nanos) {
    }

    /** Which of what a tar may say is meant. */
    record Rules(boolean whiteouts, boolean typesMayChange) {
        /** Those of layers. */
        static final Rules LAYER = new Rules(true, true);
    }

    LayerTree(Directory root, Xattrs xattrs, Rules rules) {
        this.rules = rules;
        this.root = root;
        this.opaque = new Opaque(xattrs);
        this.attributes = new EntryAttributes(xattrs);
        this.parents = new ParentDirectories(root, opaque);
    }

    void add(TarEntry entry, TarReader data) throws IOException {
        if (staleHandles) {
            parents.forget();
            staleHandles = false;
        }
        EntryPath path = EntryPath.of(entry.name());
        if (path.isRoot()) {
            if (entry.type() != TarEntry.Type.DIRECTORY) {
                throw new CorruptArchiveException("the entry \"" + entry.displayName() + "\" is not a directory");
            }
            attributes.apply(root, SELF, entry);
            remember(path, entry);
            return;
        }
        if (rules.whiteouts() && Whiteout.isOne(path.name())) {
            whiteout(path);
            return;
        }
        Directory parent = parents.make(path.parent());
        byte[] name = path.name();
        switch (entry.type()) {
            case FILE -> file(parent, name, entry, data);
            case DIRECTORY -> directory(parent, name);
            case SYMLINK -> replacing(parent, name, () -> parent.makeSymlink(name, entry.linkName()));
            case HARD_LINK -> {
                hardLink(path, entry);
                return;
            }
            case CHARACTER_DEVICE -> node(parent, name, FileStatus.CHARACTER_DEVICE, entry);
            case BLOCK_DEVICE -> node(parent, name, FileStatus.BLOCK_DEVICE, entry);
            case FIFO -> node(parent, name, FileStatus.FIFO, entry);
            default -> throw new IllegalStateException(entry.type().name());
        }
        attributes.apply(parent, name, entry);
        if (entry.type() == TarEntry.Type.DIRECTORY) {
            remember(path, entry);
        }
    }

    private void remember(EntryPath path, TarEntry entry) {
        directoryTimes.put(ByteBuffer.wrap(path.bytes()),
                new DirectoryTime(path, entry.modifiedSeconds(), entry.modifiedNanos()));
    }

    private void whiteout(EntryPath path) throws IOException {
        Whiteout whiteout = Whiteout.of(path.name());
        if (whiteout.isIgnored()) {
            return;
        }
        Directory parent = parents.make(path.parent());
        if (whiteout.isOpaque()) {
            opaque.mark(parent, SELF);
            return;
        }
        byte[] name = whiteout.name();
        if (!parent.contains(name)) {
            parent.makeNode(name, FileStatus.CHARACTER_DEVICE, 0, 0);
        } else if (parent.status(name).is(FileStatus.DIRECTORY)) {
            // A whiteout is about the layers below: what this layer has of that name stays, alone.
            opaque.mark(parent, name);
        }
    }

    private void file(Directory parent, byte[] name, TarEntry entry, TarReader data) throws IOException {
        OpenFile[] made = new OpenFile[1];
        replacing(parent, name, () -> made[0] = parent.create(name, NEW_FILE_MODE, fileBuffer));
        try (OpenFile file = made[0]) {
            for (Segment segment : entry.segments()) {
                long end = segment.offset() + segment.length();
                for (long at = segment.offset(); at < end;) {
                    int count = data.read(bytes, 0, (int) Math.min(bytes.length, end - at));
                    file.write(bytes, 0, count, entry.isSparse() ? at : -1);
                    at += count;
                }
            }
            if (entry.isSparse()) {
                file.truncate(entry.size());
            }
        }
    }

    private void directory(Directory parent, byte[] name) throws IOException {
        try {
            parent.makeDirectory(name, NEW_DIRECTORY_MODE);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            FileStatus existing = parent.status(name);
            if (!existing.is(FileStatus.DIRECTORY)) {
                if (!rules.typesMayChange()) {
                    throw new CorruptArchiveException("cannot overwrite non-directory \"" + text(name)
                            + "\" with directory \"" + text(name) + "\"");
                }
                clear(parent, name);
                parent.makeDirectory(name, NEW_DIRECTORY_MODE);
            }
            if (rules.whiteouts() && existing.isWhiteout()) {
                opaque.mark(parent, name);
            }
        }
    }

    private void node(Directory parent, byte[] name, int type, TarEntry entry) throws IOException {
        replacing(parent, name, () -> parent.makeNode(name, type | NEW_FILE_MODE, entry.deviceMajor(),
                entry.deviceMinor()));
    }

    private void hardLink(EntryPath path, TarEntry entry) throws IOException {
        EntryPath target = EntryPath.of(entry.linkName());
        if (target.isRoot()) {
            throw new CorruptArchiveException("the entry \"" + entry.displayName() + "\" is a link to the root");
        }
        Directory targetParent = parents.find(target.parent()).orElse(null);
        if (targetParent == null || !targetParent.contains(target.name())) {
            throw new CorruptArchiveException("the entry \"" + entry.displayName() + "\" is a link to \""
                    + new String(entry.linkName(), StandardCharsets.UTF_8) + "\", which is not in this layer");
        }
        FileStatus existing = targetParent.status(target.name());
        if (existing.is(FileStatus.DIRECTORY)) {
            throw new CorruptArchiveException("the entry \"" + entry.displayName() + "\" is a link to a directory");
        }
        // Opening the new name's directory may close the other one's handle: its own is opened for this call.
        try (Directory source = root.descend(target.parent().isRoot() ? SELF
                : target.parent().bytes())) {
            Directory parent = parents.make(path.parent());
            byte[] name = path.name();
            if (parent.contains(name) && parent.status(name).isSameFile(existing)) {
                return;
            }
            replacing(parent, name, () -> parent.makeLink(name, source, target.name()));
        }
    }

    /** Makes something new; if the name is taken, what has it goes first. */
    private void replacing(Directory parent, byte[] name, Making making) throws IOException {
        try {
            making.run();
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST) && !e.is(Errno.ELOOP)) {
                throw e;
            }
            clear(parent, name);
            making.run();
        }
    }

    private void clear(Directory parent, byte[] name) throws IOException {
        FileStatus existing = parent.status(name);
        if (existing.is(FileStatus.DIRECTORY)) {
            if (!rules.typesMayChange()) {
                throw new CorruptArchiveException("cannot overwrite directory \"" + text(name)
                        + "\" with non-directory \"" + text(name) + "\"");
            }
            new TreeRemover(parent).remove(name);
            staleHandles = true;
        } else {
            parent.remove(name);
            staleHandles |= existing.is(FileStatus.SYMLINK);
        }
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Making {
        void run() throws IOException;
    }

    /** Sets what can only be set when all entries are there. */
    void finish() throws IOException {
        List<DirectoryTime> times = new ArrayList<>(directoryTimes.values());
        for (int i = times.size() - 1; i >= 0; i--) {
            DirectoryTime time = times.get(i);
            if (time.path.isRoot()) {
                root.changeTimes(SELF, time.seconds, time.nanos);
                continue;
            }
            Optional<Directory> parent = parents.find(time.path.parent());
            if (parent.isPresent() && parent.get().contains(time.path.name())
                    && parent.get().status(time.path.name()).is(FileStatus.DIRECTORY)) {
                parent.get().changeTimes(time.path.name(), time.seconds, time.nanos);
            }
        }
    }

    @Override
    public void close() throws KernelException {
        parents.close();
    }
}
