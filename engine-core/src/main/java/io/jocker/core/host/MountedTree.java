package io.jocker.core.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jnr.constants.platform.Errno;

/** A tree put together from layers, mounted for as long as somebody looks at it. Closed once, by who opened it. */
public final class MountedTree implements AutoCloseable {
    private static final int PLACE_MODE = 0755;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final Mounts mounts;
    private final Path at;
    private final Directory root;

    private MountedTree(Mounts mounts, Path at, Directory root) {
        this.mounts = mounts;
        this.at = at;
        this.root = root;
    }

    /** Something of the host at a place of the tree; the place is found with the tree's root as the root. */
    public record Bind(Path source, String destination) {
    }

    /**
     * Mounts a tree.
     *
     * @param folder for mount points, which are there only while somebody looks
     * @param lower  topmost first
     * @param upper  null to look only
     * @param binds  outer ones first; one without a place in a tree that is only looked at is left out
     */
    public static MountedTree open(LibC libC, Mounts mounts, Path folder, List<Path> lower, Path upper, Path work,
            List<Bind> binds) throws IOException {
        Path at = folder.resolve("tree-" + SEQUENCE.incrementAndGet());
        Files.createDirectory(at);
        try {
            mounts.overlay(at, lower, upper, work);
        } catch (IOException e) {
            Files.delete(at);
            throw e;
        }
        MountedTree tree = null;
        try {
            tree = new MountedTree(mounts, at, Directory.open(libC, at));
            for (Bind bind : binds) {
                tree.bind(bind, upper != null);
            }
            return tree;
        } catch (IOException e) {
            if (tree == null) {
                mounts.detach(at);
                Files.delete(at);
            } else {
                tree.close();
            }
            throw e;
        }
    }

    private void bind(Bind bind, boolean writable) throws KernelException {
        if (writable) {
            makePlace(bind);
        }
        try (OpenFile target = root.handle(Directory.bytes(bind.destination()))) {
            mounts.bind(bind.source(), target.descriptor());
        } catch (KernelException e) {
            if (writable || !e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw e;
            }
        }
    }

    /** Makes what is missing of the place, as a start would. */
    private void makePlace(Bind bind) throws KernelException {
        Path place = Path.of(bind.destination());
        String above = ".";
        for (int i = 0; i < place.getNameCount(); i++) {
            byte[] name = Directory.bytes(place.getName(i).toString());
            boolean directory = i + 1 < place.getNameCount() || Files.isDirectory(bind.source());
            try (Directory parent = root.descend(Directory.bytes(above))) {
                if (!parent.contains(name) && directory) {
                    parent.makeDirectory(name, PLACE_MODE);
                } else if (!parent.contains(name)) {
                    parent.makeNode(name, FileStatus.REGULAR | PLACE_MODE, 0, 0);
                }
            }
            above += "/" + place.getName(i);
        }
    }

    /** The root of the tree. */
    public Directory root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Step step : List.<Step>of(root::close, () -> mounts.detach(at), () -> Files.delete(at))) {
            try {
                step.run();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
