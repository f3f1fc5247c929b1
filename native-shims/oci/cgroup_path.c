#define _GNU_SOURCE
#include "cgroup_path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../shim/cgroup.h"

#define PARENT "/jocker-oci"

/* "a-b.slice" is beneath "a.slice". */
static void expand_slice(const char *slice, struct buf *b)
{
    size_t n = strlen(slice) - strlen(".slice");
    for (size_t i = 0; i < n; i++)
        if (slice[i] == '-')
            buf_printf(b, "/%.*s.slice", (int)i, slice);
    buf_printf(b, "/%s", slice);
}

static bool is_slice(const char *name)
{
    size_t n = strlen(name);
    return n > 6 && strcmp(name + n - 6, ".slice") == 0 && name[0] != '-' && !strchr(name, '/')
           && !strstr(name, "--");
}

static int by_systemd(const char *wanted, const char *id, struct buf *b, struct err *e)
{
    char slice[128] = "", prefix[128] = "", name[128] = "";
    if (!wanted || !*wanted)
        snprintf(name, sizeof name, "%s", id);
    else if (sscanf(wanted, "%127[^:]:%127[^:]:%127s", slice, prefix, name) != 3
             && sscanf(wanted, ":%127[^:]:%127s", prefix, name) != 2)
        return err_set(e, EINVAL, "create cgroup", wanted,
                       "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd "
                       "cgroups, got %s instead", wanted);
    if (!slice[0])
        strcpy(slice, "system.slice");
    if (!is_slice(slice))
        return err_set(e, EINVAL, "create cgroup", slice, "invalid slice name: %s", slice);
    expand_slice(slice, b);
    if (is_slice(name))
        buf_printf(b, "/%s", name);
    else
        buf_printf(b, "/%s%s%s.scope", prefix, prefix[0] ? "-" : "", name);
    return 0;
}

int cgroup_path_choose(const struct oci *o, const char *wanted, const char *id, char out[256],
                       struct err *e)
{
    cleanup_buf struct buf b = {0};
    if (o->systemd_cgroup) {
        if (by_systemd(wanted, id, &b, e) < 0)
            return -1;
    } else if (wanted && wanted[0] == '/' && strchr(wanted + 1, '/')) {
        buf_text(&b, wanted);
    } else {
        const char *name = wanted && *wanted ? wanted : id;
        buf_printf(&b, PARENT "/%s", name + (name[0] == '/'));
    }
    buf_add(&b, "", 1);
    if (buf_len(&b) > 256)
        return err_set(e, ENAMETOOLONG, "create cgroup", id, "cgroupsPath is too long");
    strcpy(out, b.data);
    return cgroup_check_path(out, e);
}
