#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "othertree.h"

static int come_back(int ns, int root, struct err *e)
{
    /* setns makes the namespace's own root ours; it may have been a directory of a chroot. */
    if (setns(ns, CLONE_NEWNS) < 0 || fchdir(root) < 0 || chroot(".") < 0)
        return err_sys(e, "setns", "own mount namespace");
    return 0;
}

static int open_elsewhere(int pid, const char *path, unsigned flags, struct err *e)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/ns/mnt", pid);
    cleanup_fd int other = open(name, O_RDONLY | O_CLOEXEC);
    cleanup_fd int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    cleanup_fd int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (other < 0 || own < 0 || root < 0)
        return err_sys(e, "open", name);
    if (setns(other, CLONE_NEWNS) < 0)
        return err_sys(e, "setns", name);
    cleanup_fd int tree = k_open_tree(AT_FDCWD, path, flags);
    if (tree < 0)
        err_sys(e, "open", path);
    struct err second = {0};
    if (come_back(own, root, tree < 0 ? &second : e) < 0 || tree < 0)
        return -1;
    return fd_steal(&tree);
}

int othertree_open(const char *path, unsigned flags, struct err *e)
{
    int pid, end = 0;
    if (sscanf(path, "/proc/%d/root%n", &pid, &end) == 1 && path[end] == '/')
        return open_elsewhere(pid, path + end, flags, e);
    int tree = k_open_tree(AT_FDCWD, path, flags);
    return tree < 0 ? err_sys(e, "open", path) : tree;
}
