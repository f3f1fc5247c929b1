package io.jocker.daemon;

import io.jocker.core.container.life.OrphanKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends processes whose shim is gone, after making sure that the pid still names the one meant. */
final class Orphans implements OrphanKiller {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    /** Of the fields after the command's name in /proc/PID/stat, the one that is field 22 of the whole. */
    private static final int START_TIME = 22 - 3;

    @Override
    public void kill(int pid, long startTime) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name stands in parentheses and may hold anything, parentheses and spaces too.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (Long.parseLong(fields[START_TIME]) == startTime) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException gone) {
            LOG.debug("process {} has ended already", pid);
        }
    }
}
