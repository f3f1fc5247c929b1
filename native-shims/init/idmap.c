#define _GNU_SOURCE
#include "idmap.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/buf.h"
#include "../common/fd.h"
#include "../common/sys.h"

static int write_map(pid_t pid, const char *file, const struct id_map *maps, size_t n,
                     struct err *e)
{
    char path[64];
    cleanup_buf struct buf b = {0};
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%u %u %u\n", maps[i].inside, maps[i].outside, maps[i].size);
    buf_add(&b, "", 1);
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    return fd_put(AT_FDCWD, path, b.data) < 0 ? err_sys(e, "write", file) : 0;
}

int idmap_write(pid_t pid, const struct id_map *uids, size_t uids_len, const struct id_map *gids,
                size_t gids_len, struct err *e)
{
    if (write_map(pid, "uid_map", uids, uids_len, e) < 0)
        return -1;
    return write_map(pid, "gid_map", gids, gids_len, e);
}

int idmap_open(const struct id_map *uids, size_t uids_len, const struct id_map *gids,
               size_t gids_len, struct err *e)
{
    char path[64];
    struct k_clone_args args = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    pid_t pid = k_clone3(&args);
    if (pid < 0)
        return err_sys(e, "create", "user namespace of a mapping");
    if (pid == 0)
        for (;;)
            pause();
    int fd = -1, result = idmap_write(pid, uids, uids_len, gids, gids_len, e);
    if (result == 0) {
        snprintf(path, sizeof path, "/proc/%d/ns/user", (int)pid);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            err_sys(e, "open", path);
    }
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    return fd;
}

int idmap_apply(int mount, int user_ns, bool recursive, const char *name, struct err *e)
{
    struct k_mount_attr attr = {.attr_set = K_ATTR_IDMAP, .userns_fd = (uint64_t)user_ns};
    if (k_mount_setattr(mount, "", AT_EMPTY_PATH | (recursive ? K_AT_RECURSIVE : 0), &attr) == 0)
        return 0;
    if (errno == EINVAL)
        return err_set(e, EINVAL, "map ids", name,
                       "mount %s: its file system cannot be id-mapped by this kernel", name);
    return err_sys(e, "map ids", name);
}
