#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "../common/sys.h"
#include "launch.h"
#include "newmount.h"

/* Masking with something that only looks like /dev/null would hand the container a file. */
static int open_null(struct launch *l, struct err *e)
{
    struct stat st;
    cleanup_fd int fd = path_open(l->root, "/dev/null", O_PATH | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) < 0)
        return err_sys(e, "open", "/dev/null");
    if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(1, 3))
        return err_set(e, EINVAL, "open", "/dev/null", "/dev/null: not the null device");
    return fd_steal(&fd);
}

/* One empty tmpfs serves every directory: the first use attaches it, the others clone it. */
static int mask_directory(int target, int *shared, const char *path, struct err *e)
{
    if (*shared >= 0) {
        cleanup_fd int clone = newmount_clone(*shared, false, path, e);
        return clone < 0 ? -1 : newmount_attach(clone, target, path, e);
    }
    struct mount_opts o = {.set = K_ATTR_RDONLY, .data = {"nr_blocks=1", "nr_inodes=1", "mode=755"},
                           .data_len = 3};
    *shared = newmount_fs("tmpfs", "tmpfs", &o, path, e);
    return *shared < 0 ? -1 : newmount_attach(*shared, target, path, e);
}

static int mask(struct launch *l, const char *path, int *null, int *tmpfs, struct err *e)
{
    struct stat st;
    cleanup_fd int target = path_open(l->root, path, O_PATH);
    if (target < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : err_sys(e, "open", path);
    if (fstat(target, &st) < 0)
        return err_sys(e, "stat", path);
    if (S_ISDIR(st.st_mode))
        return mask_directory(target, tmpfs, path, e);
    if (*null < 0 && (*null = open_null(l, e)) < 0)
        return -1;
    cleanup_fd int clone = newmount_clone(*null, false, path, e);
    return clone < 0 ? -1 : newmount_attach(clone, target, path, e);
}

static int make_readonly(struct launch *l, const char *path, struct err *e)
{
    struct mount_opts o = {.rec_set = K_ATTR_RDONLY};
    cleanup_fd int target = path_open(l->root, path, O_PATH);
    if (target < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : err_sys(e, "open", path);
    cleanup_fd int clone = newmount_clone(target, true, path, e);
    if (clone < 0 || newmount_attr(clone, &o, 0, path, e) < 0)
        return -1;
    return newmount_attach(clone, target, path, e);
}

int protect_paths(struct launch *l, struct err *e)
{
    cleanup_fd int null = -1, tmpfs = -1;
    const struct config *c = l->config;
    for (size_t i = 0; i < c->readonly.n; i++)
        if (make_readonly(l, c->readonly.v[i], e) < 0)
            return err_context(e, "make %s read-only", c->readonly.v[i]);
    for (size_t i = 0; i < c->masked.n; i++)
        if (mask(l, c->masked.v[i], &null, &tmpfs, e) < 0)
            return err_context(e, "mask %s", c->masked.v[i]);
    return 0;
}
