#include "cgroup.h"

int cgroup_apply(const struct cgroups *all, const char *path, struct json_doc *doc,
                 const struct json *resources, struct err *e)
{
    (void)all, (void)path, (void)doc, (void)resources, (void)e;
    return 0;
}
