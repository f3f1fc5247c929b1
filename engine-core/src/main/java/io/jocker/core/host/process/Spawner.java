package io.jocker.core.host.process;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/**
 * Starts programs with posix_spawn(3): the child shares our memory until it executes, so that a large heap
 * costs nothing, and a descriptor can be handed over under a number of our choice.
 */
public final class Spawner {
    /** The calls of the C library used here. */
    public interface Calls {
        /** posix_spawn(3). */
        int posix_spawn(@Out int[] pid, String path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

        /** posix_spawn_file_actions_init(3). */
        int posix_spawn_file_actions_init(Pointer actions);

        /** posix_spawn_file_actions_adddup2(3). */
        int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

        /** posix_spawn_file_actions_destroy(3). */
        int posix_spawn_file_actions_destroy(Pointer actions);

        /** waitpid(2). */
        int waitpid(int pid, @Out @In int[] status, int options);
    }

    private static final Calls LIBC = LibraryLoader.create(Calls.class).load("c");
    // sizeof(posix_spawn_file_actions_t) is 80 with glibc; the rest is room for a change.
    private static final int FILE_ACTIONS_SIZE = 256;

    private final Runtime runtime = Runtime.getSystemRuntime();

    /**
     * Starts a program that detaches itself, and waits for its first process to end.
     *
     * @param passed a descriptor of ours that the program gets as {@code number}
     * @throws EngineException INTERNAL if it cannot be executed or its first process fails
     */
    public void runDetaching(List<String> command, List<String> environment, int passed, int number) {
        Pointer actions = Memory.allocateDirect(runtime, FILE_ACTIONS_SIZE, true);
        check(LIBC.posix_spawn_file_actions_init(actions), command);
        int[] pid = new int[1];
        try {
            check(LIBC.posix_spawn_file_actions_adddup2(actions, passed, number), command);
            Pointer argv = strings(command);
            Pointer envp = strings(environment);
            check(LIBC.posix_spawn(pid, command.get(0), actions, null, argv, envp), command);
            Reference.reachabilityFence(argv);
            Reference.reachabilityFence(envp);
        } finally {
            LIBC.posix_spawn_file_actions_destroy(actions);
        }
        int[] status = new int[1];
        while (LIBC.waitpid(pid[0], status, 0) < 0 && runtime.getLastError() == Errno.EINTR.intValue()) {
            status[0] = 0;
        }
        if (status[0] != 0) {
            throw new EngineException(ErrorKind.INTERNAL, command.get(0) + " ended with wait status " + status[0]);
        }
    }

    /** A null-terminated array of C strings and the strings themselves in one block, so that one owner keeps all. */
    private Pointer strings(List<String> values) {
        byte[][] encoded = values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        int table = (encoded.length + 1) * Long.BYTES;
        int size = table;
        for (byte[] bytes : encoded) {
            size += bytes.length + 1;
        }
        Pointer block = Memory.allocateDirect(runtime, size, true);
        int at = table;
        for (int i = 0; i < encoded.length; i++) {
            block.put(at, encoded[i], 0, encoded[i].length);
            block.putAddress((long) i * Long.BYTES, block.address() + at);
            at += encoded[i].length + 1;
        }
        return block;
    }

    private static void check(int errno, List<String> command) {
        if (errno != 0) {
            throw new EngineException(ErrorKind.INTERNAL,
                    "cannot start " + command.get(0) + ": " + Errno.valueOf(errno).description());
        }
    }
}
