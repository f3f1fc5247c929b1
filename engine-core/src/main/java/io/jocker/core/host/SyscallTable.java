package io.jocker.core.host;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;

/**
 * The numbers of the system calls on the two architectures that the engine supports, and the open flag that differs
 * between them. From the kernel's {@code syscall_64.tbl} and {@code asm-generic/unistd.h}.
 */
record SyscallTable(int read, int write, int pwrite, int close, int fsync, int syncfs, int ftruncate, int fchmod,
        int mkdirat, int mknodat, int linkat, int symlinkat, int unlinkat, int renameat2, int fchownat, int fchmodat,
        int utimensat, int statx, int readlinkat, int getdents, int lsetxattr, int lgetxattr, int llistxattr,
        int lremovexattr, int openat2, int syncFileRange, int flock, int mount,
        int umount2, int openTree, int moveMount, int directoryFlag) {

    private static final SyscallTable AMD64 = new SyscallTable(0, 1, 18, 3, 74, 306, 77, 91,
            258, 259, 265, 266, 263, 316, 260, 268,
            280, 332, 267, 217, 189, 192, 195, 198,
            437, 277, 73, 165,
            166, 428, 429, 0x10000);

    private static final SyscallTable ARM64 = new SyscallTable(63, 64, 68, 57, 82, 267, 46, 52,
            34, 33, 37, 36, 35, 276, 54, 53,
            88, 291, 78, 61, 6, 9, 12, 15,
            437, 84, 32, 40,
            39, 428, 429, 0x4000);

    static SyscallTable of(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> AMD64;
            case "aarch64", "arm64" -> ARM64;
            default -> throw new EngineException(ErrorKind.NOT_IMPLEMENTED, "jocker runs on amd64 and arm64, not on "
                    + architecture);
        };
    }
}
