#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "../common/sys.h"
#include "launch.h"
#include "newmount.h"

static const struct device defaults[] = {
    {"/dev/null", S_IFCHR | 0666, 1, 3, 0, 0},   {"/dev/zero", S_IFCHR | 0666, 1, 5, 0, 0},
    {"/dev/full", S_IFCHR | 0666, 1, 7, 0, 0},   {"/dev/random", S_IFCHR | 0666, 1, 8, 0, 0},
    {"/dev/urandom", S_IFCHR | 0666, 1, 9, 0, 0}, {"/dev/tty", S_IFCHR | 0666, 5, 0, 0, 0},
};

/* In a user namespace mknod is refused: the host's node is shown instead. */
static int bind_device(struct launch *l, const struct device *d, struct err *e)
{
    cleanup_fd int node = k_open_tree(AT_FDCWD, d->path, K_OPEN_TREE_CLONE | K_OPEN_TREE_CLOEXEC);
    if (node < 0)
        return err_sys(e, "open", d->path);
    cleanup_fd int target = path_make_target(l->root, d->path, false, e);
    return target < 0 ? -1 : newmount_attach(node, target, d->path, e);
}

static int make_device(struct launch *l, const struct device *d, struct err *e)
{
    const char *name;
    cleanup_fd int parent = path_make_parent(l->root, d->path, &name, e);
    if (parent < 0)
        return err_context(e, "device %s", d->path);
    if (mknodat(parent, name, d->mode, makedev(d->major, d->minor)) < 0) {
        if (errno == EEXIST)
            return 0;
        return errno == EPERM ? bind_device(l, d, e) : err_sys(e, "mknod", d->path);
    }
    /* Ours since mknodat made it, in a directory that no process of the container sees yet. */
    if ((d->uid || d->gid) && fchownat(parent, name, d->uid, d->gid, AT_SYMLINK_NOFOLLOW) < 0)
        return err_sys(e, "chown", d->path);
    return 0;
}

static int link_streams(struct launch *l, int dev, struct err *e)
{
    static const char *const links[][2] = {
        {"/proc/self/fd", "fd"}, {"/proc/self/fd/0", "stdin"}, {"/proc/self/fd/1", "stdout"},
        {"/proc/self/fd/2", "stderr"}, {"/proc/kcore", "core"}};
    cleanup_fd int kcore = path_open(l->root, "/proc/kcore", O_PATH);
    for (size_t i = 0; i < sizeof links / sizeof *links - (kcore < 0); i++)
        if (symlinkat(links[i][0], dev, links[i][1]) < 0 && errno != EEXIST)
            return err_sys(e, "symlink", links[i][1]);
    /* The host's ptmx node, if an image carries one, would open the host's ptys. */
    if (unlinkat(dev, "ptmx", 0) < 0 && errno != ENOENT)
        return err_sys(e, "unlink", "/dev/ptmx");
    if (symlinkat("pts/ptmx", dev, "ptmx") < 0)
        return err_sys(e, "symlink", "/dev/ptmx");
    return 0;
}

/* A /dev that somebody bind-mounted is theirs: nothing is made in it. */
static bool has_own_dev(const struct config *c)
{
    for (size_t i = 0; i < c->mounts_len; i++)
        if (strcmp(c->mounts[i].destination, "/dev") == 0)
            return !(c->mounts[i].type && strcmp(c->mounts[i].type, "tmpfs") == 0);
    return false;
}

int devices_make(struct launch *l, struct err *e)
{
    if (has_own_dev(l->config))
        return 0;
    cleanup_fd int dev = path_make_dirs(l->root, "/dev", e);
    if (dev < 0)
        return -1;
    for (size_t i = 0; i < l->config->devices_len; i++)
        if (make_device(l, &l->config->devices[i], e) < 0)
            return -1;
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (make_device(l, &defaults[i], e) < 0)
            return -1;
    return link_streams(l, dev, e);
}
