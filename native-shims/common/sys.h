/*
 * System calls and constants that the C libraries of the supported distributions do not all
 * know (glibc 2.35 lacks the mount calls, 2.36 has them; <linux/mount.h> and <sys/mount.h>
 * cannot both be included). Kernel floor: 5.15.
 */
#ifndef JOCKER_SYS_H
#define JOCKER_SYS_H

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define K_OPEN_TREE_CLONE 1u
#define K_OPEN_TREE_CLOEXEC ((unsigned)O_CLOEXEC)
#define K_AT_RECURSIVE 0x8000u
#define K_MOVE_F_EMPTY_PATH 0x04u
#define K_MOVE_T_EMPTY_PATH 0x40u
#define K_FSOPEN_CLOEXEC 1u
#define K_FSMOUNT_CLOEXEC 1u
#define K_FSCONFIG_SET_FLAG 0u
#define K_FSCONFIG_SET_STRING 1u
#define K_FSCONFIG_CMD_CREATE 6u

#define K_ATTR_RDONLY 0x1u
#define K_ATTR_NOSUID 0x2u
#define K_ATTR_NODEV 0x4u
#define K_ATTR_NOEXEC 0x8u
#define K_ATTR_ATIME 0x70u /* mask; 0 is relatime */
#define K_ATTR_NOATIME 0x10u
#define K_ATTR_STRICTATIME 0x20u
#define K_ATTR_NODIRATIME 0x80u
#define K_ATTR_IDMAP 0x100000u
#define K_ATTR_NOSYMFOLLOW 0x200000u

#define K_RESOLVE_NO_MAGICLINKS 0x02u
#define K_RESOLVE_NO_SYMLINKS 0x04u
#define K_RESOLVE_IN_ROOT 0x10u

struct k_mount_attr { uint64_t attr_set, attr_clr, propagation, userns_fd; };
struct k_open_how { uint64_t flags, mode, resolve; };
struct k_clone_args {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
        set_tid_size, cgroup;
};

#define K_CLONE_INTO_CGROUP 0x200000000ull
#define K_CLONE_NEWTIME 0x00000080
#define K_CLOSE_RANGE_CLOEXEC 4u

static inline int k_open_tree(int dir, const char *path, unsigned flags)
{
    return (int)syscall(SYS_open_tree, dir, path, flags);
}

static inline int k_move_mount(int from, const char *from_path, int to, const char *to_path,
                               unsigned flags)
{
    return (int)syscall(SYS_move_mount, from, from_path, to, to_path, flags);
}

static inline int k_fsopen(const char *type)
{
    return (int)syscall(SYS_fsopen, type, K_FSOPEN_CLOEXEC);
}

static inline int k_fsconfig(int fs, unsigned cmd, const char *key, const char *value)
{
    return (int)syscall(SYS_fsconfig, fs, cmd, key, value, 0);
}

static inline int k_fsmount(int fs, unsigned attr)
{
    return (int)syscall(SYS_fsmount, fs, K_FSMOUNT_CLOEXEC, attr);
}

static inline int k_mount_setattr(int dir, const char *path, unsigned flags,
                                  const struct k_mount_attr *attr)
{
    return (int)syscall(SYS_mount_setattr, dir, path, flags, attr, sizeof *attr);
}

static inline int k_openat2(int dir, const char *path, const struct k_open_how *how)
{
    return (int)syscall(SYS_openat2, dir, path, how, sizeof *how);
}

static inline pid_t k_clone3(const struct k_clone_args *args)
{
    return (pid_t)syscall(SYS_clone3, args, sizeof *args);
}

static inline int k_pidfd_open(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

static inline int k_pidfd_send_signal(int pidfd, int sig)
{
    return (int)syscall(SYS_pidfd_send_signal, pidfd, sig, NULL, 0);
}

static inline int k_close_range(unsigned first, unsigned last, unsigned flags)
{
    return (int)syscall(SYS_close_range, first, last, flags);
}

static inline int k_pivot_root(const char *new_root, const char *put_old)
{
    return (int)syscall(SYS_pivot_root, new_root, put_old);
}

#endif
