#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "../common/cgroups.h"
#include "../common/fd.h"
#include "../common/path.h"
#include "../common/sys.h"
#include "launch.h"
#include "newmount.h"

/* Splits "none,name=systemd" into options of a mount; text is cut up. */
static void split(char *text, struct mount_opts *o)
{
    for (char *save, *p = strtok_r(text, ",", &save); p; p = strtok_r(NULL, ",", &save))
        o->data[o->data_len++] = p;
}

/* The host's own view of the container's group, for a container without a cgroup namespace. */
static int clone_host(struct launch *l, const struct cgroup_hierarchy *h, struct err *e)
{
    char path[512];
    const char *group = l->config->cgroups_path ? l->config->cgroups_path : "";
    snprintf(path, sizeof path, CGROUP_MOUNT "%s%s/%s", h->dir[0] ? "/" : "", h->dir, group);
    int fd = k_open_tree(AT_FDCWD, path, K_OPEN_TREE_CLONE | K_OPEN_TREE_CLOEXEC);
    return fd >= 0 ? fd : err_sys(e, "open_tree", path);
}

static int make_mount(struct launch *l, const struct cgroup_hierarchy *h,
                      const struct mount_opts *like, struct err *e)
{
    struct mount_opts o = {.set = like->set, .clear = like->clear};
    char options[sizeof h->options];
    if (!l->config->ns[NS_CGROUP].listed) {
        cleanup_fd int fd = clone_host(l, h, e);
        if (fd < 0 || newmount_attr(fd, &o, MS_PRIVATE, h->dir, e) < 0)
            return -1;
        return fd_steal(&fd);
    }
    memcpy(options, h->options, sizeof options);
    split(options, &o);
    return newmount_fs(h->v2 ? "cgroup2" : "cgroup", "cgroup", &o, CGROUP_MOUNT, e);
}

static int mount_hierarchy(struct launch *l, const struct cgroup_hierarchy *h,
                           const struct mount_opts *like, int dir, struct err *e)
{
    if (mkdirat(dir, h->dir, 0755) < 0 && errno != EEXIST)
        return err_sys(e, "mkdir", h->dir);
    cleanup_fd int target = path_open(dir, h->dir, O_PATH | O_DIRECTORY);
    if (target < 0)
        return err_sys(e, "open", h->dir);
    cleanup_fd int mount = make_mount(l, h, like, e);
    return mount < 0 ? -1 : newmount_attach(mount, target, h->dir, e);
}

/* "cpu,cpuacct" is also found as "cpu" and "cpuacct". */
static int link_names(const struct cgroup_hierarchy *h, int dir, struct err *e)
{
    char names[sizeof h->dir];
    if (!strchr(h->dir, ','))
        return 0;
    memcpy(names, h->dir, sizeof names);
    for (char *save, *p = strtok_r(names, ",", &save); p; p = strtok_r(NULL, ",", &save))
        if (symlinkat(h->dir, dir, p) < 0 && errno != EEXIST)
            return err_sys(e, "symlink", p);
    return 0;
}

static int mount_v1(struct launch *l, const struct cgroups *all, const struct mount_opts *like,
                    int target, struct err *e)
{
    struct mount_opts o = {.set = K_ATTR_NOSUID | K_ATTR_NODEV | K_ATTR_NOEXEC,
                           .data = {"mode=755"}, .data_len = 1};
    cleanup_fd int tmpfs = newmount_fs("tmpfs", "tmpfs", &o, CGROUP_MOUNT, e);
    if (tmpfs < 0 || newmount_attach(tmpfs, target, CGROUP_MOUNT, e) < 0)
        return -1;
    for (size_t i = 0; i < all->n; i++)
        if (mount_hierarchy(l, &all->h[i], like, tmpfs, e) < 0 || link_names(&all->h[i], tmpfs, e) < 0)
            return -1;
    struct mount_opts ro = {.set = like->set & K_ATTR_RDONLY};
    return newmount_attr(tmpfs, &ro, MS_PRIVATE, CGROUP_MOUNT, e);
}

int mount_cgroups(struct launch *l, const struct mount_entry *m, int target, struct err *e)
{
    struct cgroups all;
    struct mount_opts like;
    if (mount_opts_parse(&m->options, m->destination, &like, e) < 0
        || cgroups_find(&all, e) < 0)
        return -1;
    if (!all.pure_v2) {
        if (mount_v1(l, &all, &like, target, e) < 0)
            return err_context(e, "mount %s", m->destination);
        return 0;
    }
    cleanup_fd int mount = make_mount(l, &all.h[0], &like, e);
    return mount < 0 ? -1 : newmount_attach(mount, target, m->destination, e);
}
