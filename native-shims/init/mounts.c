#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "../common/sys.h"
#include "copyup.h"
#include "idmap.h"
#include "launch.h"
#include "newmount.h"
#include "othertree.h"

#define PROC_MAGIC 0x9fa0

static bool is_bind(const struct mount_entry *m, const struct mount_opts *o)
{
    return o->bind || (m->type && strcmp(m->type, "bind") == 0);
}

/* The mapping of an id-mapped mount: its own, or that of the container's user namespace. */
static int map_ids(const struct config *c, const struct mount_entry *m,
                   const struct mount_opts *o, int mount, struct err *e)
{
    const struct ns *user = &c->ns[NS_USER];
    cleanup_fd int ns = -1;
    if (!o->idmap && !m->uid_maps_len)
        return 0;
    if (m->uid_maps_len)
        ns = idmap_open(m->uid_maps, m->uid_maps_len, m->gid_maps, m->gid_maps_len, e);
    else if (c->uid_maps_len)
        ns = idmap_open(c->uid_maps, c->uid_maps_len, c->gid_maps, c->gid_maps_len, e);
    else if (!user->path)
        return err_set(e, EINVAL, "map ids", m->destination,
                       "mount %s: idmap needs mappings, or a user namespace", m->destination);
    else if ((ns = open(user->path, O_RDONLY | O_CLOEXEC)) < 0)
        return err_sys(e, "open", user->path);
    return ns < 0 ? -1 : idmap_apply(mount, ns, o->idmap_rec, m->destination, e);
}

static int open_bind(const struct config *c, const struct mount_entry *m,
                     const struct mount_opts *o, struct err *e)
{
    const char *source = m->source ? m->source : "";
    if (source[0] != '/')
        return err_set(e, EINVAL, "mount", m->destination,
                       "mount %s: source \"%s\" is not absolute", m->destination, source);
    cleanup_fd int fd = othertree_open(source, K_OPEN_TREE_CLONE | K_OPEN_TREE_CLOEXEC
                                                   | (o->rbind ? K_AT_RECURSIVE : 0), e);
    if (fd < 0)
        return err_context(e, "mount %s", m->destination);
    return map_ids(c, m, o, fd, e) < 0 ? -1 : fd_steal(&fd);
}

int mounts_open_binds(struct launch *l, struct err *e)
{
    struct config *c = l->config;
    l->binds = json_alloc(c->doc, (c->mounts_len + 1) * sizeof *l->binds);
    for (size_t i = 0; i < c->mounts_len; i++) {
        struct mount_opts o;
        l->binds[i] = -1;
        if (mount_opts_parse(&c->mounts[i].options, c->mounts[i].destination, &o, e) < 0)
            return -1;
        if (is_bind(&c->mounts[i], &o) && (l->binds[i] = open_bind(c, &c->mounts[i], &o, e)) < 0)
            return -1;
    }
    return 0;
}

/* Files that lxcfs and its kind replace; anything else over procfs would let an image or volume
 * feign what we and others read there. */
static bool is_replaceable_proc(const char *path)
{
    static const char *const names[] = {
        "/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo", "/proc/stat", "/proc/swaps",
        "/proc/uptime", "/proc/loadavg", "/proc/slabinfo", "/proc/net/dev",
        "/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled", NULL};
    return decode_name(names, path) >= 0;
}

static int check_proc(const struct mount_entry *m, int source, int target, struct err *e)
{
    struct statfs below, above;
    size_t n = strlen(m->destination);
    while (n > 1 && m->destination[n - 1] == '/')
        n--;
    bool is_proc = n == 5 && memcmp(m->destination, "/proc", 5) == 0;
    if (fstatfs(target, &below) < 0)
        return err_sys(e, "statfs", m->destination);
    if (!is_proc && below.f_type != PROC_MAGIC)
        return 0;
    if (source >= 0 && fstatfs(source, &above) == 0 && above.f_type == PROC_MAGIC)
        return 0;
    if (is_replaceable_proc(m->destination))
        return 0;
    return err_set(e, EINVAL, "mount", m->destination,
                   "mount %s: only procfs may be mounted at or inside /proc", m->destination);
}

/* Like runc: a tmpfs over a directory that was there keeps its permissions unless told otherwise;
 * one whose place had to be made is for everybody, as tmpfs is. */
static void keep_mode(struct launch *l, const struct mount_entry *m, struct mount_opts *o,
                      char text[32])
{
    struct stat st;
    if (strcmp(m->type, "tmpfs") != 0 || mount_opts_value(o, "mode")
        || o->data_len == MOUNT_DATA_MAX)
        return;
    cleanup_fd int before = path_open(l->root, m->destination, O_PATH);
    if (before < 0 || fstat(before, &st) < 0)
        return;
    snprintf(text, 32, "mode=%o", st.st_mode & 07777u);
    o->data[o->data_len++] = text;
}

/* The new tmpfs is filled before anybody sees it, and only then made read-only. */
static int make_fs(const struct mount_entry *m, struct mount_opts *o, int target, struct err *e)
{
    uint64_t readonly = o->copyup ? (o->set | o->rec_set) & K_ATTR_RDONLY : 0;
    struct mount_opts rest = {.set = readonly, .propagation = o->propagation};
    if (o->copyup && strcmp(m->type, "tmpfs") != 0)
        return err_set(e, EINVAL, "mount", m->destination,
                       "mount %s: tmpcopyup is for tmpfs only", m->destination);
    o->set &= ~readonly;
    o->rec_set &= ~readonly;
    cleanup_fd int mount = newmount_fs(m->type, m->source, o, m->destination, e);
    if (mount < 0 || (o->copyup && copyup_tree(target, mount, m->destination, e) < 0)
        || newmount_attr(mount, &rest, MS_PRIVATE, m->destination, e) < 0)
        return -1;
    return fd_steal(&mount);
}

static int mount_fs(struct launch *l, const struct mount_entry *m, struct mount_opts *o,
                    struct err *e)
{
    char mode[32];
    if (m->type)
        keep_mode(l, m, o, mode);
    cleanup_fd int target = path_make_target(l->root, m->destination, true, e);
    if (target < 0)
        return err_context(e, "mount %s", m->destination);
    if (!m->type || !*m->type)
        return err_set(e, EINVAL, "mount", m->destination, "mount %s: no type", m->destination);
    if (o->idmap || m->uid_maps_len)
        return err_set(e, EINVAL, "mount", m->destination,
                       "mount %s: only bind mounts can be id-mapped", m->destination);
    if (strcmp(m->type, "cgroup") == 0)
        return mount_cgroups(l, m, target, e);
    cleanup_fd int mount = make_fs(m, o, target, e);
    if (mount < 0 || (strcmp(m->type, "proc") != 0 && check_proc(m, mount, target, e) < 0))
        return -1;
    return newmount_attach(mount, target, m->destination, e);
}

static int mount_bind(struct launch *l, const struct mount_entry *m, const struct mount_opts *o,
                      int source, struct err *e)
{
    struct stat st;
    if (fstat(source, &st) < 0)
        return err_sys(e, "stat", m->source);
    cleanup_fd int target = path_make_target(l->root, m->destination, S_ISDIR(st.st_mode), e);
    if (target < 0)
        return err_context(e, "mount %s", m->destination);
    if (check_proc(m, source, target, e) < 0
        || newmount_attr(source, o, MS_PRIVATE | MS_REC, m->destination, e) < 0)
        return -1;
    if (newmount_attach(source, target, m->destination, e) == 0)
        return 0;
    if (e->num == ENOTDIR || e->num == EISDIR)
        err_context(e, "are you trying to mount a directory onto a file (or the other way round)?");
    return -1;
}

int mounts_do(struct launch *l, struct err *e)
{
    for (size_t i = 0; i < l->config->mounts_len; i++) {
        const struct mount_entry *m = &l->config->mounts[i];
        struct mount_opts o;
        if (mount_opts_parse(&m->options, m->destination, &o, e) < 0)
            return -1;
        cleanup_fd int source = fd_steal(&l->binds[i]);
        if ((source >= 0 ? mount_bind(l, m, &o, source, e) : mount_fs(l, m, &o, e)) < 0)
            return -1;
    }
    return 0;
}
