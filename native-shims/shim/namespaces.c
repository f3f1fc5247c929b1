#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>

#include "../common/buf.h"
#include "../common/fd.h"
#include "../common/sys.h"
#include "../init/idmap.h"
#include "spawn.h"

static const uint64_t flags_of[NS_COUNT] = {CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS, CLONE_NEWIPC,
                                            CLONE_NEWNET, CLONE_NEWCGROUP, CLONE_NEWUSER,
                                            K_CLONE_NEWTIME};

static int write_offset(const struct config *c, const struct json *node, const char *clock,
                        struct buf *out, struct err *e)
{
    struct { int64_t secs, nanosecs; } t = {0};
    static const struct field fields[] = {{"secs", F_INT, 0}, {"nanosecs", F_INT, 8}, FIELDS_END};
    if (!node)
        return 0;
    if (decode(c->doc, node, fields, false, &t, e) < 0)
        return -1;
    buf_printf(out, "%s %lld %lld\n", clock, (long long)t.secs, (long long)t.nanosecs);
    return 0;
}

/* Not a flag of clone3: the offsets must be written before the first process is inside. */
static int new_time(const struct config *c, struct err *e)
{
    cleanup_buf struct buf offsets = {0};
    if (unshare(K_CLONE_NEWTIME) < 0)
        return err_sys(e, "unshare", "time namespace");
    if (write_offset(c, json_get(c->time_offsets, "monotonic"), "monotonic", &offsets, e) < 0
        || write_offset(c, json_get(c->time_offsets, "boottime"), "boottime", &offsets, e) < 0)
        return -1;
    if (!buf_len(&offsets))
        return 0;
    buf_add(&offsets, "", 1);
    if (fd_put(AT_FDCWD, "/proc/self/timens_offsets", offsets.data) < 0)
        return err_sys(e, "write", "/proc/self/timens_offsets");
    return 0;
}

static int join(const struct ns *ns, int kind, struct err *e)
{
    cleanup_fd int fd = open(ns->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_sys(e, "open namespace", ns->path);
    if (setns(fd, (int)flags_of[kind]) < 0)
        return err_sys(e, "join namespace", ns->path);
    return 0;
}

int namespaces_prepare(const struct config *c, uint64_t *flags, struct err *e)
{
    *flags = 0;
    for (int kind = 0; kind < NS_COUNT; kind++) {
        const struct ns *ns = &c->ns[kind];
        if (!ns->listed || kind == NS_USER)
            continue;
        if (ns->path && join(ns, kind, e) < 0)
            return -1;
        if (!ns->path && kind == NS_TIME && new_time(c, e) < 0)
            return -1;
        /* The cgroup namespace is unshared by the process once its groups hold it. */
        if (!ns->path && kind != NS_TIME && kind != NS_CGROUP)
            *flags |= flags_of[kind];
    }
    /* Last: joining it gives up the rights over the others. */
    if (c->ns[NS_USER].path)
        return join(&c->ns[NS_USER], NS_USER, e);
    if (c->ns[NS_USER].listed)
        *flags |= CLONE_NEWUSER;
    return 0;
}

int namespaces_map(const struct config *c, pid_t pid, struct err *e)
{
    if (!c->uid_maps_len)
        return 0;
    return idmap_write(pid, c->uid_maps, c->uid_maps_len, c->gid_maps, c->gid_maps_len, e);
}

/* To enter the user namespace that one is in already is an error. */
static bool is_own_user_ns(pid_t pid)
{
    char path[64];
    struct stat own, other;
    snprintf(path, sizeof path, "/proc/%d/ns/user", (int)pid);
    return stat("/proc/self/ns/user", &own) == 0 && stat(path, &other) == 0
           && own.st_ino == other.st_ino && own.st_dev == other.st_dev;
}

int namespaces_join(const struct config *c, pid_t pid, int pidfd, struct err *e)
{
    uint64_t flags = 0;
    for (int kind = 0; kind < NS_COUNT; kind++)
        if (c->ns[kind].listed && kind != NS_CGROUP
            && (kind != NS_USER || !is_own_user_ns(pid)))
            flags |= flags_of[kind];
    /* All in one call: it either happens whole or not at all, in the order that rights need. */
    if (setns(pidfd, (int)flags) < 0)
        return err_sys(e, "join", "the container's namespaces");
    return 0;
}
