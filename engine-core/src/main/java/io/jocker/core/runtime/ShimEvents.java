package io.jocker.core.runtime;

/** What a shim tells without being asked. Called on a thread of the runtime; may block. */
public interface ShimEvents {
    /** The container's process has ended and its output is in the log. */
    void exited(ExitRecord record);

    /** The kernel killed a process of the container for want of memory. */
    void outOfMemory();

    /** A program that was executed in the container has ended; told again by a new daemon's shim until forgotten. */
    void execExited(ExecExit exit);

    /** The shim is gone without having told an exit: it was killed. */
    void lost();
}
