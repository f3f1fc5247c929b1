#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "resources.h"

int resources_put(const struct cgroup_target *t, const char *controller, const char *file,
                  struct err *e, const char *fmt, ...)
{
    char dir[PATH_MAX], path[PATH_MAX + 128], value[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(value, sizeof value, fmt, ap);
    va_end(ap);
    const struct cgroup_hierarchy *h = t->all->pure_v2 ? &t->all->h[0]
                                                       : cgroups_controller(t->all, controller);
    if (!h)
        return err_set(e, ENOTSUP, "set limit", file,
                       "set %s to %s: this machine has no %s controller", file, value,
                       controller);
    cgroup_dir(h, t->path, dir, sizeof dir);
    snprintf(path, sizeof path, "%s/%s", dir, file);
    if (access(path, F_OK) < 0)
        return err_set(e, ENOTSUP, "set limit", file,
                       "set %s to %s: this kernel's %s controller has no such limit", file, value,
                       controller);
    return cgroup_put(dir, file, value, e);
}

int cgroup_apply(const struct cgroups *all, const char *path, struct json_doc *doc,
                 const struct json *node, struct err *e)
{
    const struct cgroup_target t = {all, path};
    struct resources r;
    if (!node || !node->len)
        return 0;
    if (resources_decode(doc, node, &r, e) < 0)
        return -1;
    if (!path[0])
        return json_error(e, doc, node, "limits need a cgroupsPath");
    return all->pure_v2 ? resources_apply_v2(&t, &r, e) : resources_apply_v1(&t, &r, e);
}
