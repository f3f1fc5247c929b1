package io.jocker.daemon;

import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.life.OrphanKiller;
import io.jocker.core.host.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what is left of containers whose shim is gone: processes, after making sure that they are the ones meant. */
final class Orphans implements OrphanKiller {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_MILLIS = 5;

    private final String usualParent;

    /** For containers whose control groups are in {@code usualParent} unless they say otherwise. */
    Orphans(String usualParent) {
        this.usualParent = usualParent;
    }

    @Override
    public void end(Container container, ContainerState.Process process) {
        new ProcessIdentity(process.pid(), process.startTime()).kill();
        String own = container.spec().host().cgroupParent();
        String parent = own == null || own.isEmpty() ? usualParent : own;
        try {
            removeGroups(Path.of(parent.replaceFirst("^/+", "")).resolve(container.id()));
        } catch (IOException e) {
            LOG.warn("control groups of container {} are left behind: {}", container.id(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeGroups(Path group) throws IOException, InterruptedException {
        List<Path> roots = new ArrayList<>(List.of(CGROUPS));
        try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
            hierarchies.filter(Files::isDirectory).forEach(roots::add);
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (Path root : roots) {
            Path top = root.resolve(group);
            while (Files.isDirectory(top) && !remove(top)) {
                if (System.nanoTime() > end) {
                    throw new IOException(top + " is still in use");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Kills what is in a group and beneath it, and removes it if nothing is; whether it could be removed. */
    private static boolean remove(Path top) throws IOException {
        List<Path> groups;
        try (Stream<Path> tree = Files.walk(top)) {
            groups = tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        }
        boolean empty = true;
        for (Path group : groups) {
            List<String> members = Files.readAllLines(group.resolve("cgroup.procs"));
            members.forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
            // A group is removed with rmdir; the files in it are the kernel's.
            empty &= members.isEmpty() && group.toFile().delete();
        }
        return empty;
    }
}
