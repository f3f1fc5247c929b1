#define _GNU_SOURCE
#include "overlay.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/utsname.h>

#include "../common/buf.h"
#include "../common/fd.h"
#include "../common/sys.h"
#include "newmount.h"

/* Told apart from the kernel's defaults, which differ: the daemon reads the upper directory
 * itself, and redirects and metadata-only copies would hide what is in it. */
static const char *const fixed[][2] = {
    {"index", "off"}, {"metacopy", "off"}, {"redirect_dir", "nofollow"}};
#define FIXED (sizeof fixed / sizeof *fixed)

static int configure(int fs, const struct overlay *o)
{
    if (k_fsconfig(fs, K_FSCONFIG_SET_STRING, "source", "overlay") < 0)
        return -1;
    for (size_t i = 0; i < o->lower.n; i++)
        if (k_fsconfig(fs, K_FSCONFIG_SET_STRING, "lowerdir+", o->lower.v[i]) < 0)
            return -1;
    if (k_fsconfig(fs, K_FSCONFIG_SET_STRING, "upperdir", o->upper) < 0
        || k_fsconfig(fs, K_FSCONFIG_SET_STRING, "workdir", o->work) < 0)
        return -1;
    for (size_t i = 0; i < FIXED; i++)
        if (k_fsconfig(fs, K_FSCONFIG_SET_STRING, fixed[i][0], fixed[i][1]) < 0)
            return -1;
    if (o->is_volatile && k_fsconfig(fs, K_FSCONFIG_SET_FLAG, "volatile", NULL) < 0)
        return -1;
    return k_fsconfig(fs, K_FSCONFIG_CMD_CREATE, NULL, NULL);
}

/* Kernels before 6.7 do not know "lowerdir+", and mount(2) takes one page of options: the
 * directories are named by descriptor number, relative to /proc/self/fd. */
static int mount_by_page(const struct overlay *o, const char *path, struct err *e)
{
    cleanup_buf struct buf data = {0};
    buf_text(&data, "lowerdir=");
    for (size_t i = 0; i < o->lower.n + 2; i++) {
        const char *dir = i < o->lower.n ? o->lower.v[i] : i == o->lower.n ? o->upper : o->work;
        /* Not owned: the descriptors end with the set-up, at the latest with execve. */
        int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            return err_sys(e, "open", dir);
        if (i >= o->lower.n)
            buf_text(&data, i == o->lower.n ? ",upperdir=" : ",workdir=");
        else if (i)
            buf_text(&data, ":");
        buf_printf(&data, "%d", fd);
    }
    for (size_t i = 0; i < FIXED; i++)
        buf_printf(&data, ",%s=%s", fixed[i][0], fixed[i][1]);
    if (o->is_volatile)
        buf_text(&data, ",volatile");
    buf_add(&data, "", 1);
    if (buf_len(&data) > (size_t)sysconf(_SC_PAGESIZE))
        return err_set(e, E2BIG, "mount", path, "mount overlay at %s: too many layers", path);
    if (chdir("/proc/self/fd") < 0 || mount("overlay", path, "overlay", 0, data.data) < 0
        || chdir("/") < 0) {
        err_sys(e, "mount", path);
        return err_context(e, "overlay");
    }
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 ? fd : err_sys(e, "open", path);
}

/* To try would do as well, but leaves a line in the kernel's log for each container. */
static bool kernel_takes_lower_one_by_one(void)
{
    struct utsname name;
    int major = 0, minor = 0;
    if (uname(&name) < 0 || sscanf(name.release, "%d.%d", &major, &minor) != 2)
        return true;
    return major > 6 || (major == 6 && minor >= 7);
}

int overlay_mount(const struct overlay *o, const char *path, struct err *e)
{
    cleanup_fd int target = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (target < 0)
        return err_sys(e, "open", path);
    if (!kernel_takes_lower_one_by_one())
        return mount_by_page(o, path, e);
    cleanup_fd int fs = k_fsopen("overlay");
    if (fs < 0 || configure(fs, o) < 0) {
        if (fs >= 0 && errno != EINVAL) {
            err_sys(e, "mount", path);
            newmount_explain(fs, e);
            return err_context(e, "overlay");
        }
        return mount_by_page(o, path, e);
    }
    cleanup_fd int mount = k_fsmount(fs, 0);
    if (mount < 0)
        return err_sys(e, "fsmount", path);
    if (newmount_attach(mount, target, path, e) < 0)
        return -1;
    return fd_steal(&mount);
}
