#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "idmap.h"
#include "newmount.h"
#include "overlay.h"

/* The id outside of the user namespace that is 0 in it, or -1. */
static int64_t outside_of_root(const struct id_map *maps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (maps[i].inside == 0 && maps[i].size)
            return maps[i].outside;
    return -1;
}

/* Upper directories hold the ids of the outside; a new one is given to the namespace's root. */
static int give_upper(const struct config *c, const char *upper, struct err *e)
{
    struct stat st;
    int64_t uid = outside_of_root(c->uid_maps, c->uid_maps_len);
    int64_t gid = outside_of_root(c->gid_maps, c->gid_maps_len);
    cleanup_fd int dir = open(upper, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0 || fstat(dir, &st) < 0)
        return err_sys(e, "open", upper);
    if (st.st_uid || st.st_gid || uid < 0 || gid < 0)
        return 0;
    return fchown(dir, (uid_t)uid, (gid_t)gid) < 0 ? err_sys(e, "chown", upper) : 0;
}

/* A layer as the container's root is to see it, mounted at a place that only we have. */
static int place_layer(const char *layer, const char *place, int user_ns, struct err *e)
{
    if (mkdir(place, 0755) < 0)
        return err_sys(e, "mkdir", place);
    cleanup_fd int target = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    cleanup_fd int clone = k_open_tree(AT_FDCWD, layer, K_OPEN_TREE_CLONE | K_OPEN_TREE_CLOEXEC);
    if (target < 0 || clone < 0)
        return err_sys(e, "open", layer);
    if (idmap_apply(clone, user_ns, false, layer, e) < 0)
        return -1;
    return newmount_attach(clone, target, place, e);
}

/* A mount namespace of the creator's own, with an empty tmpfs at path to put layers in. */
static int make_workshop(const char *path, struct err *e)
{
    struct mount_opts o = {.data = {"mode=755"}, .data_len = 1};
    if (unshare(CLONE_NEWNS) < 0)
        return err_sys(e, "unshare", "mount namespace");
    if (mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) < 0)
        return err_sys(e, "mount slave", "/");
    cleanup_fd int target = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (target < 0)
        return err_sys(e, "open", path);
    cleanup_fd int tmpfs = newmount_fs("tmpfs", "tmpfs", &o, path, e);
    return tmpfs < 0 ? -1 : newmount_attach(tmpfs, target, path, e);
}

int overlay_prepare_mapped(const struct overlay *o, struct config *c, struct err *e)
{
    struct overlay mapped = *o;
    size_t size = strlen(c->root) + 32;
    char *path = json_alloc(c->doc, size);
    const char **lower = json_alloc(c->doc, o->lower.n * sizeof *lower);
    cleanup_fd int user_ns = idmap_open(c->uid_maps, c->uid_maps_len, c->gid_maps, c->gid_maps_len,
                                        e);
    if (user_ns < 0 || give_upper(c, o->upper, e) < 0 || make_workshop(c->root, e) < 0)
        return -1;
    for (size_t i = 0; i < o->lower.n; i++) {
        char *place = json_alloc(c->doc, size);
        snprintf(place, size, "%s/%zu", c->root, i);
        if (place_layer(o->lower.v[i], place, user_ns, e) < 0)
            return -1;
        lower[i] = place;
    }
    mapped.lower.v = lower;
    snprintf(path, size, "%s/whole", c->root);
    if (mkdir(path, 0755) < 0)
        return err_sys(e, "mkdir", path);
    cleanup_fd int whole = overlay_mount(&mapped, path, e);
    return whole < 0 ? -1 : newmount_clone(whole, false, path, e);
}
