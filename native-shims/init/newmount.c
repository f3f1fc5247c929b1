#define _GNU_SOURCE
#include "newmount.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "../common/fd.h"
#include "../common/sys.h"

void newmount_explain(int fs, struct err *e)
{
    char text[256];
    ssize_t n = read(fs, text, sizeof text - 1);
    if (n <= 2)
        return;
    text[n] = 0;
    text[strcspn(text, "\n")] = 0;
    /* "e tmpfs: Unknown parameter 'x'": the letter is the severity. */
    size_t used = strlen(e->message);
    snprintf(e->message + used, sizeof e->message - used, " (%s)", text + 2);
}

static int set_option(int fs, const char *option)
{
    char key[256];
    const char *equal = strchr(option, '=');
    if (!equal)
        return k_fsconfig(fs, K_FSCONFIG_SET_FLAG, option, NULL);
    size_t n = (size_t)(equal - option);
    if (n >= sizeof key) {
        errno = EINVAL;
        return -1;
    }
    memcpy(key, option, n);
    key[n] = 0;
    return k_fsconfig(fs, K_FSCONFIG_SET_STRING, key, equal + 1);
}

static int configure(int fs, const char *type, const char *source, const struct mount_opts *o)
{
    if (k_fsconfig(fs, K_FSCONFIG_SET_STRING, "source", source && *source ? source : type) < 0)
        return -1;
    for (size_t i = 0; i < o->data_len; i++)
        if (set_option(fs, o->data[i]) < 0)
            return -1;
    return k_fsconfig(fs, K_FSCONFIG_CMD_CREATE, NULL, NULL);
}

int newmount_fs(const char *type, const char *source, const struct mount_opts *o,
                const char *target, struct err *e)
{
    cleanup_fd int fs = k_fsopen(type);
    if (fs < 0) {
        err_sys(e, "mount", target);
        return err_context(e, "file system %s", type);
    }
    if (configure(fs, type, source, o) < 0) {
        err_sys(e, "mount", target);
        newmount_explain(fs, e);
        return err_context(e, "file system %s", type);
    }
    uint64_t attr = o->set | o->rec_set;
    int mount = k_fsmount(fs, (unsigned)attr);
    return mount >= 0 ? mount : err_sys(e, "mount", target);
}

static int set_attr(int mount, uint64_t set, uint64_t clear, unsigned long propagation,
                    bool recursive)
{
    struct k_mount_attr attr = {set, clear & ~set, propagation & ~(unsigned long)MS_REC, 0};
    /* The access time modes are one field: to set one is to clear the mask. */
    attr.attr_clr |= clear & K_ATTR_ATIME;
    if (!attr.attr_set && !attr.attr_clr && !attr.propagation)
        return 0;
    return k_mount_setattr(mount, "", AT_EMPTY_PATH | (recursive ? K_AT_RECURSIVE : 0), &attr);
}

int newmount_attr(int mount, const struct mount_opts *o, unsigned long default_propagation,
                  const char *target, struct err *e)
{
    unsigned long propagation = o->propagation ? o->propagation : default_propagation;
    if (set_attr(mount, o->set, o->clear, 0, false) < 0
        || set_attr(mount, o->rec_set, o->rec_clear, 0, true) < 0
        || set_attr(mount, 0, 0, propagation, propagation & MS_REC) < 0)
        return err_sys(e, "mount_setattr", target);
    return 0;
}

int newmount_clone(int handle, bool recursive, const char *name, struct err *e)
{
    int fd = k_open_tree(handle, "", AT_EMPTY_PATH | K_OPEN_TREE_CLONE | K_OPEN_TREE_CLOEXEC
                                         | (recursive ? K_AT_RECURSIVE : 0));
    return fd >= 0 ? fd : err_sys(e, "open_tree", name);
}

int newmount_attach(int mount, int target, const char *name, struct err *e)
{
    if (k_move_mount(mount, "", target, "", K_MOVE_F_EMPTY_PATH | K_MOVE_T_EMPTY_PATH) < 0)
        return err_sys(e, "mount", name);
    return 0;
}
