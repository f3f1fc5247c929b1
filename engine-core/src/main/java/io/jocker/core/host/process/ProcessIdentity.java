package io.jocker.core.host.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, named for good: a pid alone may soon be another's.
 *
 * @param startTime field 22 of {@code /proc/<pid>/stat}, in clock ticks since boot
 */
public record ProcessIdentity(int pid, long startTime) {
    /** Of the fields after the command's name, the one that is field 22 of the whole. */
    private static final int START_TIME = 22 - 3;

    /** Whether the process is still there, dead but unreaped ones included. */
    public boolean exists() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name stands in parentheses and may hold anything, parentheses and spaces too.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[START_TIME]) == startTime;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Kills it, if it is still there; a stopped one, too. */
    public void kill() {
        if (exists()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
