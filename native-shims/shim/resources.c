#include "resources.h"

#include <string.h>

/* What every container may use, whatever the list says: runc adds the same at its end. */
static const struct device_rule always[] = {
    {true, 'c', -1, -1, ACCESS_MKNOD}, {true, 'b', -1, -1, ACCESS_MKNOD},
    {true, 'c', 1, 3, 7}, {true, 'c', 1, 5, 7}, {true, 'c', 1, 7, 7}, {true, 'c', 1, 8, 7},
    {true, 'c', 1, 9, 7}, {true, 'c', 5, 0, 7}, {true, 'c', 5, 1, 7}, {true, 'c', 5, 2, 7},
    {true, 'c', 136, -1, 7}};
#define ALWAYS (sizeof always / sizeof *always)

static int read_rule(struct json_doc *doc, const struct json *node, struct device_rule *out,
                     struct err *e)
{
    struct entry { bool allow; const char *type, *access; struct opt_int major, minor; } d = {0};
    static const struct field fields[] = {
        {"allow", F_BOOL | F_REQUIRED, offsetof(struct entry, allow)},
        {"type", F_STRING, offsetof(struct entry, type)},
        {"access", F_STRING, offsetof(struct entry, access)},
        {"major", F_OPT_INT, offsetof(struct entry, major)},
        {"minor", F_OPT_INT, offsetof(struct entry, minor)},
        FIELDS_END};
    if (decode(doc, node, fields, false, &d, e) < 0)
        return -1;
    *out = (struct device_rule){d.allow, 'a', d.major.set ? d.major.v : -1,
                                d.minor.set ? d.minor.v : -1, 0};
    if (d.type && *d.type) {
        if (!strchr("acb", d.type[0]) || d.type[1])
            return json_error(e, doc, node, "unknown device type %s", d.type);
        out->type = d.type[0];
    }
    for (const char *p = d.access && *d.access ? d.access : "rwm"; *p; p++) {
        if (!strchr("rwm", *p))
            return json_error(e, doc, node, "unknown access %s", d.access);
        out->access |= *p == 'r' ? ACCESS_READ : *p == 'w' ? ACCESS_WRITE : ACCESS_MKNOD;
    }
    return 0;
}

static int read_devices(struct json_doc *doc, const struct json *list, struct resources *out,
                        struct err *e)
{
    if (!list || !list->len)
        return 0;
    out->devices = json_alloc(doc, (list->len + ALWAYS) * sizeof *out->devices);
    for (const struct json *n = list->first; n; n = n->next)
        if (read_rule(doc, n, &out->devices[out->devices_len++], e) < 0)
            return -1;
    memcpy(out->devices + out->devices_len, always, sizeof always);
    out->devices_len += ALWAYS;
    return 0;
}

static int read_throttles(struct json_doc *doc, const struct json *list, const char *rate,
                          struct throttles *out, struct err *e)
{
    const struct field fields[] = {
        {"major", F_UINT | F_REQUIRED, offsetof(struct throttle, major)},
        {"minor", F_UINT | F_REQUIRED, offsetof(struct throttle, minor)},
        {rate, F_UINT | F_REQUIRED, offsetof(struct throttle, rate)},
        FIELDS_END};
    if (!list)
        return 0;
    out->v = json_alloc(doc, (list->len + 1) * sizeof *out->v);
    for (const struct json *n = list->first; n; n = n->next)
        if (decode(doc, n, fields, false, &out->v[out->n++], e) < 0)
            return -1;
    return 0;
}

static int read_block_io(struct json_doc *doc, const struct json *node, struct resources *out,
                         struct err *e)
{
    static const char *const names[THROTTLE_KINDS] = {
        "throttleReadBpsDevice", "throttleWriteBpsDevice", "throttleReadIOPSDevice",
        "throttleWriteIOPSDevice"};
    static const struct field fields[] = {
        {"weight", F_OPT_UINT, offsetof(struct resources, weight)},
        {"leafWeight", F_OPT_UINT, offsetof(struct resources, leaf_weight)},
        FIELDS_END};
    if (!node)
        return 0;
    if (decode(doc, node, fields, false, out, e) < 0
        || read_throttles(doc, json_get(node, "weightDevice"), "weight", &out->weights, e) < 0)
        return -1;
    for (int i = 0; i < THROTTLE_KINDS; i++)
        if (read_throttles(doc, json_get(node, names[i]), "rate", &out->throttle[i], e) < 0)
            return -1;
    return 0;
}

static int read_huge(struct json_doc *doc, const struct json *list, struct resources *out,
                     struct err *e)
{
    static const struct field fields[] = {
        {"pageSize", F_STRING | F_REQUIRED, offsetof(struct huge_limit, page_size)},
        {"limit", F_UINT | F_REQUIRED, offsetof(struct huge_limit, limit)},
        FIELDS_END};
    if (!list)
        return 0;
    out->huge = json_alloc(doc, (list->len + 1) * sizeof *out->huge);
    for (const struct json *n = list->first; n; n = n->next) {
        struct huge_limit *h = &out->huge[out->huge_len++];
        if (decode(doc, n, fields, false, h, e) < 0)
            return -1;
        size_t digits = strspn(h->page_size, "0123456789");
        if (!digits || (strcmp(h->page_size + digits, "KB") != 0
                        && strcmp(h->page_size + digits, "MB") != 0
                        && strcmp(h->page_size + digits, "GB") != 0))
            return json_error(e, doc, n, "%s is not a page size", h->page_size);
    }
    return 0;
}

static int read_scalars(struct json_doc *doc, const struct json *node, struct resources *out,
                        struct err *e)
{
    static const struct field memory[] = {
        {"limit", F_OPT_INT, offsetof(struct resources, mem_limit)},
        {"reservation", F_OPT_INT, offsetof(struct resources, mem_reservation)},
        {"swap", F_OPT_INT, offsetof(struct resources, mem_swap)},
        {"swappiness", F_OPT_UINT, offsetof(struct resources, swappiness)},
        {"disableOOMKiller", F_OPT_BOOL, offsetof(struct resources, oom_kill_disable)},
        {"checkBeforeUpdate", F_BOOL, offsetof(struct resources, check_before)},
        FIELDS_END};
    static const struct field cpu[] = {
        {"shares", F_OPT_UINT, offsetof(struct resources, shares)},
        {"quota", F_OPT_INT, offsetof(struct resources, quota)},
        {"period", F_OPT_UINT, offsetof(struct resources, period)},
        {"burst", F_OPT_UINT, offsetof(struct resources, burst)},
        {"idle", F_OPT_INT, offsetof(struct resources, idle)},
        {"realtimePeriod", F_OPT_UINT, offsetof(struct resources, rt_period)},
        {"realtimeRuntime", F_OPT_INT, offsetof(struct resources, rt_runtime)},
        {"cpus", F_STRING, offsetof(struct resources, cpus)},
        {"mems", F_STRING, offsetof(struct resources, mems)},
        FIELDS_END};
    static const struct field pids[] = {
        {"limit", F_OPT_INT, offsetof(struct resources, pids)}, FIELDS_END};
    const struct json *m = json_get(node, "memory"), *c = json_get(node, "cpu"),
                      *p = json_get(node, "pids");
    if ((m && decode(doc, m, memory, false, out, e) < 0)
        || (c && decode(doc, c, cpu, false, out, e) < 0)
        || (p && decode(doc, p, pids, false, out, e) < 0))
        return -1;
    return 0;
}

int resources_decode(struct json_doc *doc, const struct json *node, struct resources *out,
                     struct err *e)
{
    static const char *const refused[] = {"network", "rdma", NULL};
    memset(out, 0, sizeof *out);
    for (int i = 0; refused[i]; i++) {
        const struct json *n = json_get(node, refused[i]);
        if (n && n->len)
            return json_error(e, doc, n, "is not supported");
    }
    if (read_scalars(doc, node, out, e) < 0
        || read_block_io(doc, json_get(node, "blockIO"), out, e) < 0
        || read_huge(doc, json_get(node, "hugepageLimits"), out, e) < 0
        || read_devices(doc, json_get(node, "devices"), out, e) < 0)
        return -1;
    out->unified = json_get(node, "unified");
    return 0;
}
