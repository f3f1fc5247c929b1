#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/fd.h"
#include "resources.h"

/* Version 2 has every controller in its one directory; on a hybrid machine it only kills. */
static const struct cgroup_hierarchy *home(const struct cgroup_target *t, const char *controller)
{
    return t->all->pure_v2 ? &t->all->h[0] : cgroups_controller(t->all, controller);
}

/* The file's path, or false if there is none. */
static bool locate(const struct cgroup_target *t, const char *controller, const char *file,
                   char path[PATH_MAX + 128])
{
    char dir[PATH_MAX];
    const struct cgroup_hierarchy *h = home(t, controller);
    if (!h)
        return false;
    cgroup_dir(h, t->path, dir, sizeof dir);
    snprintf(path, PATH_MAX + 128, "%s/%s", dir, file);
    return access(path, F_OK) == 0;
}

void resources_get(const struct cgroup_target *t, const char *controller, const char *file,
                   char out[256])
{
    char path[PATH_MAX + 128];
    cleanup_fd int fd = locate(t, controller, file, path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t n = fd < 0 ? 0 : read(fd, out, 255);
    out[n > 0 ? n : 0] = 0;
}

const char *resources_file(const struct cgroup_target *t, const char *controller,
                           const char *preferred, const char *other)
{
    char path[PATH_MAX + 128];
    return locate(t, controller, preferred, path) ? preferred : other;
}

int resources_put(const struct cgroup_target *t, const char *controller, const char *file,
                  struct err *e, const char *fmt, ...)
{
    char path[PATH_MAX + 128], value[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(value, sizeof value, fmt, ap);
    va_end(ap);
    if (!home(t, controller))
        return err_set(e, ENOTSUP, "set limit", file,
                       "set %s to %s: this machine has no %s controller", file, value,
                       controller);
    if (!locate(t, controller, file, path))
        return err_set(e, ENOTSUP, "set limit", file,
                       "set %s to %s: this kernel's %s controller has no such limit", file, value,
                       controller);
    if (t->undo)
        undo_note(t->undo, path, value);
    if (fd_put(AT_FDCWD, path, value) == 0)
        return 0;
    err_sys(e, "write", path);
    return err_context(e, "set %s to %s", file, value);
}

static int apply(const struct cgroup_target *t, struct resources *r, struct err *e)
{
    return t->all->pure_v2 ? resources_apply_v2(t, r, e) : resources_apply_v1(t, r, e);
}

int cgroup_apply(const struct cgroups *all, const char *path, struct json_doc *doc,
                 const struct json *node, struct err *e)
{
    const struct cgroup_target t = {all, path, NULL};
    struct resources r;
    if (!node || !node->len)
        return 0;
    if (resources_decode(doc, node, &r, e) < 0)
        return -1;
    if (!path[0])
        return json_error(e, doc, node, "limits need a cgroupsPath");
    return apply(&t, &r, e);
}

static int check_memory(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    char used[256];
    if (!r->check_before || r->mem_limit.v <= 0)
        return 0;
    resources_get(t, "memory", t->all->pure_v2 ? "memory.current" : "memory.usage_in_bytes", used);
    if (strtoll(used, NULL, 10) <= r->mem_limit.v)
        return 0;
    return err_set(e, EBUSY, "set limit", "memory",
                   "the new limit of memory, %lld bytes, is below what the container uses",
                   (long long)r->mem_limit.v);
}

int cgroup_update(const struct cgroups *all, const char *path, struct json_doc *doc,
                  const struct json *node, struct err *e)
{
    cleanup_undo struct undo undo = {0};
    const struct cgroup_target t = {all, path, &undo};
    struct resources r;
    if (resources_decode(doc, node, &r, e) < 0)
        return -1;
    if (r.devices_len)
        return json_error(e, doc, json_get(node, "devices"), "cannot be changed in a container "
                                                             "that exists");
    if (!path[0])
        return json_error(e, doc, node, "limits need a cgroupsPath");
    if (check_memory(&t, &r, e) < 0)
        return -1;
    if (apply(&t, &r, e) == 0)
        return 0;
    undo_all(&undo);
    return -1;
}
