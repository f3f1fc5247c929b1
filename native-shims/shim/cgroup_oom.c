#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "../common/fd.h"
#include "cgroup.h"

/* The group's directory that knows about memory, or NULL. */
static const char *memory_dir(const struct cgroups *all, const char *path, bool *v2)
{
    static char dir[PATH_MAX];
    *v2 = all->pure_v2;
    const struct cgroup_hierarchy *h = all->pure_v2 ? &all->h[0]
                                                    : cgroups_controller(all, "memory");
    if (!h || !path[0])
        return NULL;
    cgroup_dir(h, path, dir, sizeof dir);
    return dir;
}

uint64_t cgroup_oom_kills(const struct cgroups *all, const char *path)
{
    char name[PATH_MAX + 32], text[1024];
    bool v2;
    const char *dir = memory_dir(all, path, &v2);
    if (!dir)
        return 0;
    snprintf(name, sizeof name, "%s/%s", dir, v2 ? "memory.events" : "memory.oom_control");
    cleanup_fd int fd = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (n <= 0)
        return 0;
    text[n] = 0;
    char *at = strstr(text, "oom_kill ");
    return at ? strtoull(at + 9, NULL, 10) : 0;
}

static int open_v1(const char *dir)
{
    char name[PATH_MAX + 32], text[64];
    struct err ignored;
    cleanup_fd int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    snprintf(name, sizeof name, "%s/memory.oom_control", dir);
    cleanup_fd int control = open(name, O_RDONLY | O_CLOEXEC);
    if (event < 0 || control < 0)
        return -1;
    snprintf(text, sizeof text, "%d %d", event, control);
    /* The kernel keeps what it needs of the second descriptor. */
    if (cgroup_put(dir, "cgroup.event_control", text, &ignored) < 0)
        return -1;
    return fd_steal(&event);
}

int cgroup_oom_open(const struct cgroups *all, const char *path, uint32_t *events)
{
    char name[PATH_MAX + 32];
    bool v2;
    const char *dir = memory_dir(all, path, &v2);
    *events = v2 ? EPOLLPRI : EPOLLIN;
    if (!dir)
        return -1;
    if (!v2)
        return open_v1(dir);
    snprintf(name, sizeof name, "%s/memory.events", dir);
    return open(name, O_RDONLY | O_CLOEXEC);
}
