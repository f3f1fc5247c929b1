#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/fd.h"
#include "resources.h"

typedef long long ll;
typedef unsigned long long ull;

/* A limit where -1 means none. */
static int put_max(const struct cgroup_target *t, const char *controller, const char *file,
                   int64_t value, struct err *e)
{
    if (value < 0)
        return resources_put(t, controller, file, e, "max");
    return resources_put(t, controller, file, e, "%lld", (ll)value);
}

static int refuse(const char *what, struct err *e)
{
    return err_set(e, ENOTSUP, "set limit", what,
                   "%s cannot be set with control groups version 2", what);
}

/* A limit that the group has now; -1: none. */
static int64_t current(const struct cgroup_target *t, const char *file)
{
    char text[256];
    resources_get(t, "memory", file, text);
    return text[0] >= '0' && text[0] <= '9' ? strtoll(text, NULL, 10) : -1;
}

static int apply_swap(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    int64_t swap, limit = r->mem_limit.v ? r->mem_limit.v : current(t, "memory.max");
    bool unlimited = r->mem_limit.v == -1 && !r->mem_swap.v;
    if (unlimited && *resources_file(t, "memory", "memory.swap.max", ""))
        return put_max(t, "memory", "memory.swap.max", -1, e);
    if (!r->mem_swap.v)
        return 0;
    if (!swap_of_memsw(limit, r->mem_swap.v, &swap))
        return err_set(e, EINVAL, "set limit", "memory.swap.max",
                       "the limit of memory and swap is below the limit of memory");
    return put_max(t, "memory", "memory.swap.max", swap, e);
}

static int apply_memory(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    if (r->swappiness.set)
        return refuse("memory swappiness", e);
    if (r->oom_kill_disable.v)
        return refuse("disableOOMKiller", e);
    if (r->mem_limit.v && put_max(t, "memory", "memory.max", r->mem_limit.v, e) < 0)
        return -1;
    if (r->mem_reservation.v && put_max(t, "memory", "memory.low", r->mem_reservation.v, e) < 0)
        return -1;
    return apply_swap(t, r, e);
}

/* One file holds both: what is not given stays. */
static int apply_quota(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    char now[256], quota[32];
    ull period = 100000;
    if (!r->quota.v && !r->period.v)
        return 0;
    resources_get(t, "cpu", "cpu.max", now);
    if (sscanf(now, "%31s %llu", quota, &period) < 1)
        strcpy(quota, "max");
    if (r->quota.v < 0)
        strcpy(quota, "max");
    if (r->quota.v > 0)
        snprintf(quota, sizeof quota, "%lld", (ll)r->quota.v);
    if (r->period.v)
        period = (ull)r->period.v;
    return resources_put(t, "cpu", "cpu.max", e, "%s %llu", quota, period);
}

static int apply_cpu(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    if (r->rt_period.v || r->rt_runtime.v)
        return refuse("the real-time CPU limit", e);
    if (r->shares.set && r->shares.v
        && resources_put(t, "cpu", "cpu.weight", e, "%llu",
                         (ull)cpu_weight_of_shares(r->shares.v)) < 0)
        return -1;
    if (r->idle.set && resources_put(t, "cpu", "cpu.idle", e, "%lld", (ll)r->idle.v) < 0)
        return -1;
    if (apply_quota(t, r, e) < 0)
        return -1;
    if (r->burst.set
        && resources_put(t, "cpu", "cpu.max.burst", e, "%llu", (ull)r->burst.v) < 0)
        return -1;
    if (r->cpus && *r->cpus && resources_put(t, "cpuset", "cpuset.cpus", e, "%s", r->cpus) < 0)
        return -1;
    if (r->mems && *r->mems && resources_put(t, "cpuset", "cpuset.mems", e, "%s", r->mems) < 0)
        return -1;
    return 0;
}

static int apply_block_io(const struct cgroup_target *t, const struct resources *r,
                          struct err *e)
{
    static const char *const keys[THROTTLE_KINDS] = {"rbps", "wbps", "riops", "wiops"};
    if (r->leaf_weight.set && r->leaf_weight.v)
        return refuse("leafWeight", e);
    /* BFQ's own scale is that of version 1. */
    const char *file = resources_file(t, "io", "io.bfq.weight", "io.weight");
    bool bfq = strcmp(file, "io.bfq.weight") == 0;
    if (r->weight.v && resources_put(t, "io", file, e, "default %llu", bfq
                                         ? (ull)r->weight.v
                                         : (ull)io_weight_of_blkio(r->weight.v)) < 0)
        return -1;
    for (size_t i = 0; i < r->weights.n; i++) {
        const struct throttle *w = &r->weights.v[i];
        if (resources_put(t, "io", file, e, "%llu:%llu %llu", (ull)w->major, (ull)w->minor,
                          bfq ? (ull)w->rate : (ull)io_weight_of_blkio(w->rate)) < 0)
            return -1;
    }
    for (int k = 0; k < THROTTLE_KINDS; k++)
        for (size_t i = 0; i < r->throttle[k].n; i++)
            if (resources_put(t, "io", "io.max", e, "%llu:%llu %s=%llu",
                              (ull)r->throttle[k].v[i].major, (ull)r->throttle[k].v[i].minor,
                              keys[k], (ull)r->throttle[k].v[i].rate) < 0)
                return -1;
    return 0;
}

static int apply_others(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    char file[64], controller[64];
    for (size_t i = 0; i < r->huge_len; i++) {
        snprintf(file, sizeof file, "hugetlb.%s.max", r->huge[i].page_size);
        if (resources_put(t, "hugetlb", file, e, "%llu", (ull)r->huge[i].limit) < 0)
            return -1;
    }
    if (r->pids.v && put_max(t, "pids", "pids.max", r->pids.v, e) < 0)
        return -1;
    for (const struct json *u = r->unified ? r->unified->first : NULL; u; u = u->next) {
        if (u->type != JSON_STRING || strchr(u->key, '/') || !strchr(u->key, '.'))
            return err_set(e, EINVAL, "set limit", u->key, "unified: %s is not usable", u->key);
        snprintf(controller, sizeof controller, "%.*s", (int)strcspn(u->key, "."), u->key);
        if (resources_put(t, controller, u->key, e, "%s", u->text) < 0)
            return -1;
    }
    return 0;
}

int resources_apply_v2(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    if (apply_memory(t, r, e) < 0 || apply_cpu(t, r, e) < 0 || apply_block_io(t, r, e) < 0
        || apply_others(t, r, e) < 0)
        return -1;
    if (!r->devices_len)
        return 0;
    cleanup_fd int dir = cgroup_open_unified(t->all, t->path);
    if (dir < 0)
        return err_sys(e, "open", t->path);
    return devices_attach_bpf(dir, r->devices, r->devices_len, e);
}
