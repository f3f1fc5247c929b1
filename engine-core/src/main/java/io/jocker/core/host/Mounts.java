package io.jocker.core.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * Mounts in this process's own mount namespace, for a moment: to look into a tree that nothing runs in. The
 * namespace is private (see docs/shim-protocol.md, "launch"), so nobody else sees them, and they end with the process.
 */
public final class Mounts {
    private static final long MS_RDONLY = 1;
    private static final long MNT_DETACH = 2;
    private static final long OPEN_TREE_CLONE = 1;
    private static final long OPEN_TREE_CLOEXEC = LibC.O_CLOEXEC;
    private static final long AT_RECURSIVE = 0x8000;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 0x4;
    private static final long MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    private static final byte[] NOTHING = {0};
    /** The same as the shim's: a tree must not look different in here. */
    private static final String FIXED = ",index=off,metacopy=off,redirect_dir=nofollow";

    private final LibC libC;
    private final MountCalls calls;
    private final Runtime runtime;
    private final SyscallTable numbers;

    /** Binds the C library. */
    public Mounts(LibC libC) {
        this.libC = libC;
        this.numbers = SyscallTable.of(System.getProperty("os.arch"));
        this.calls = LibraryLoader.create(MountCalls.class).load("c");
        this.runtime = Runtime.getRuntime(calls);
    }

    /**
     * Mounts an overlay.
     *
     * @param lower topmost first
     * @param upper null to look only
     */
    public void overlay(Path at, List<Path> lower, Path upper, Path work) throws KernelException {
        List<Directory> handles = new ArrayList<>();
        try {
            // By descriptor: the options must fit one page, however long the paths are.
            StringBuilder options = new StringBuilder("lowerdir=");
            for (int i = 0; i < lower.size(); i++) {
                options.append(i == 0 ? "" : ":").append(name(handles, lower.get(i)));
            }
            if (upper != null) {
                options.append(",upperdir=").append(name(handles, upper)).append(",workdir=")
                        .append(name(handles, work));
            }
            options.append(FIXED);
            long result = calls.syscall(numbers.mount(), text("overlay"), text(at.toString()), text("overlay"),
                    upper == null ? MS_RDONLY : 0L, text(options.toString()));
            checked(result, "mount overlay", at.toString());
        } finally {
            for (Directory handle : handles) {
                handle.close();
            }
        }
    }

    private String name(List<Directory> handles, Path directory) throws KernelException {
        Directory handle = Directory.open(libC, directory);
        handles.add(handle);
        return "/proc/self/fd/" + handle.descriptor();
    }

    /** Mounts what is at a path of the host, with all that is mounted beneath, over an open file or directory. */
    public void bind(Path source, int target) throws KernelException {
        long tree = calls.syscall(numbers.openTree(), LibC.AT_FDCWD, text(source.toString()),
                OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
        checked(tree, "open_tree", source.toString());
        try {
            checked(calls.syscall(numbers.moveMount(), tree, NOTHING, target, NOTHING,
                    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH), "move_mount", source.toString());
        } finally {
            calls.syscall(numbers.close(), tree);
        }
    }

    /** Takes a mount away, and all that is mounted in it. */
    public void detach(Path at) throws KernelException {
        checked(calls.syscall(numbers.umount2(), text(at.toString()), MNT_DETACH), "umount", at.toString());
    }

    private static byte[] text(String text) {
        return LibC.zero(text.getBytes(StandardCharsets.UTF_8));
    }

    private void checked(long result, String call, String path) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, '"' + path + '"', runtime.getLastError());
        }
    }
}
