#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "launch.h"
#include "newmount.h"
#include "overlay.h"

int rootfs_open_target(struct launch *l, struct err *e)
{
    l->root_target = open(l->config->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return l->root_target < 0 ? err_sys(e, "open", l->config->root) : 0;
}

static int bind_root(struct launch *l, struct err *e)
{
    cleanup_fd int tree = newmount_clone(l->root_target, true, l->config->root, e);
    if (tree < 0 || newmount_attach(tree, l->root_target, l->config->root, e) < 0)
        return -1;
    return fd_steal(&tree);
}

/* Post-condition: l->root is a mount of its own at root.path, and nothing that is mounted from
 * here on is seen outside. */
int rootfs_mount(struct launch *l, struct err *e)
{
    if (mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) < 0)
        return err_sys(e, "mount slave", "/");
    if (l->root >= 0) /* the creator has made it */
        return newmount_attach(l->root, l->root_target, l->config->root, e);
    l->root = l->shim->overlay.present ? overlay_mount(&l->shim->overlay, l->config->root, e)
                                       : bind_root(l, e);
    return l->root < 0 ? -1 : 0;
}

static int finish_root(struct launch *l, struct err *e)
{
    struct mount_opts o = {.propagation = l->config->propagation};
    if (l->config->root_readonly)
        o.set = K_ATTR_RDONLY;
    return newmount_attr(l->root, &o, MS_PRIVATE, "/", e);
}

/* For a root that cannot be pivoted away from, an initramfs: the new one is moved over it. The old
 * one stays below, out of reach for whoever has not CAP_SYS_CHROOT. */
static int move_root(struct launch *l, struct err *e)
{
    if (fchdir(l->root) < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 || chroot(".") < 0
        || chdir("/") < 0)
        return err_sys(e, "move root", l->config->root);
    return finish_root(l, e);
}

int rootfs_pivot(struct launch *l, struct err *e)
{
    if (l->no_pivot)
        return move_root(l, e);
    /* With both arguments the same directory the old root is stacked below the new one, where
     * one lazy umount takes away all of the host. */
    if (fchdir(l->root) < 0 || k_pivot_root(".", ".") < 0)
        return err_sys(e, "pivot_root", l->config->root);
    if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
        return err_sys(e, "umount", "the host's root");
    return finish_root(l, e);
}
