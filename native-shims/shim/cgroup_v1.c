#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resources.h"

typedef long long ll;
typedef unsigned long long ull;

static int put_limit(const struct cgroup_target *t, const char *file, const struct opt_int *value,
                     struct err *e)
{
    if (!value->set || !value->v)
        return 0;
    return resources_put(t, "memory", file, e, "%lld", (ll)value->v);
}

/* The kernel wants the limit of memory and swap to be at or above that of memory at every moment:
 * what rises goes first. */
static int apply_limits(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    static const char *const memory = "memory.limit_in_bytes",
                             *const both = "memory.memsw.limit_in_bytes";
    struct opt_int swap = r->mem_swap;
    char now[256];
    resources_get(t, "memory", memory, now);
    if (r->mem_limit.v == -1 && !swap.v && *resources_file(t, "memory", both, ""))
        swap = (struct opt_int){true, -1};
    bool swap_first = swap.v && (swap.v == -1 || strtoull(now, NULL, 10) < (ull)swap.v);
    if (swap_first && put_limit(t, both, &swap, e) < 0)
        return -1;
    if (put_limit(t, memory, &r->mem_limit, e) < 0)
        return -1;
    return swap_first ? 0 : put_limit(t, both, &swap, e);
}

static int apply_memory(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    if (apply_limits(t, r, e) < 0
        || put_limit(t, "memory.soft_limit_in_bytes", &r->mem_reservation, e) < 0)
        return -1;
    if (r->swappiness.set
        && resources_put(t, "memory", "memory.swappiness", e, "%llu", (ull)r->swappiness.v) < 0)
        return -1;
    if (r->oom_kill_disable.set
        && resources_put(t, "memory", "memory.oom_control", e, "%d", r->oom_kill_disable.v) < 0)
        return -1;
    return 0;
}

/* A pair of which the one may be refused beside the old value of the other: then the other goes
 * first. */
static int put_pair(const struct cgroup_target *t, const char *one, ll first, const char *other,
                    ll second, struct err *e)
{
    if (first && resources_put(t, "cpu", one, e, "%lld", first) == 0)
        first = 0;
    if (first && (e->num != EINVAL || !second))
        return -1;
    if (second && resources_put(t, "cpu", other, e, "%lld", second) < 0)
        return -1;
    return first ? resources_put(t, "cpu", one, e, "%lld", first) : 0;
}

static int apply_cpu(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    if (r->shares.set && r->shares.v
        && resources_put(t, "cpu", "cpu.shares", e, "%llu", (ull)r->shares.v) < 0)
        return -1;
    if (put_pair(t, "cpu.cfs_period_us", (ll)r->period.v, "cpu.cfs_quota_us", (ll)r->quota.v, e)
        < 0)
        return -1;
    if (r->burst.set
        && resources_put(t, "cpu", "cpu.cfs_burst_us", e, "%llu", (ull)r->burst.v) < 0)
        return -1;
    if (r->idle.set && resources_put(t, "cpu", "cpu.idle", e, "%lld", (ll)r->idle.v) < 0)
        return -1;
    if (put_pair(t, "cpu.rt_period_us", (ll)r->rt_period.v, "cpu.rt_runtime_us",
                 (ll)r->rt_runtime.v, e) < 0)
        return -1;
    if (r->cpus && *r->cpus && resources_put(t, "cpuset", "cpuset.cpus", e, "%s", r->cpus) < 0)
        return -1;
    if (r->mems && *r->mems && resources_put(t, "cpuset", "cpuset.mems", e, "%s", r->mems) < 0)
        return -1;
    return 0;
}

/* The proportional scheduler's files are named after it since kernel 5.0. */
static const char *weight_file(const struct cgroup_target *t, const char *bfq, const char *old)
{
    return resources_file(t, "blkio", bfq, old);
}

static int apply_block_io(const struct cgroup_target *t, const struct resources *r,
                          struct err *e)
{
    static const char *const files[THROTTLE_KINDS] = {
        "blkio.throttle.read_bps_device", "blkio.throttle.write_bps_device",
        "blkio.throttle.read_iops_device", "blkio.throttle.write_iops_device"};
    if (r->weight.set && r->weight.v
        && resources_put(t, "blkio", weight_file(t, "blkio.bfq.weight", "blkio.weight"), e, "%llu",
                         (ull)r->weight.v) < 0)
        return -1;
    if (r->leaf_weight.set && r->leaf_weight.v
        && resources_put(t, "blkio", "blkio.leaf_weight", e, "%llu", (ull)r->leaf_weight.v) < 0)
        return -1;
    for (size_t i = 0; i < r->weights.n; i++)
        if (resources_put(t, "blkio",
                          weight_file(t, "blkio.bfq.weight_device", "blkio.weight_device"), e,
                          "%llu:%llu %llu", (ull)r->weights.v[i].major,
                          (ull)r->weights.v[i].minor, (ull)r->weights.v[i].rate) < 0)
            return -1;
    for (int k = 0; k < THROTTLE_KINDS; k++)
        for (size_t i = 0; i < r->throttle[k].n; i++)
            if (resources_put(t, "blkio", files[k], e, "%llu:%llu %llu",
                              (ull)r->throttle[k].v[i].major, (ull)r->throttle[k].v[i].minor,
                              (ull)r->throttle[k].v[i].rate) < 0)
                return -1;
    return 0;
}

/* Huge pages may be version 2's on a hybrid machine. */
static int apply_huge(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    const struct cgroup_hierarchy *unified = cgroups_unified(t->all);
    for (size_t i = 0; i < r->huge_len; i++) {
        char file[64], dir[PATH_MAX], path[PATH_MAX + 80], value[32];
        if (cgroups_controller(t->all, "hugetlb") || !unified) {
            snprintf(file, sizeof file, "hugetlb.%s.limit_in_bytes", r->huge[i].page_size);
            if (resources_put(t, "hugetlb", file, e, "%llu", (ull)r->huge[i].limit) < 0)
                return -1;
            continue;
        }
        snprintf(file, sizeof file, "hugetlb.%s.max", r->huge[i].page_size);
        snprintf(value, sizeof value, "%llu", (ull)r->huge[i].limit);
        cgroup_dir(unified, t->path, dir, sizeof dir);
        if (t->undo && snprintf(path, sizeof path, "%s/%s", dir, file) > 0)
            undo_note(t->undo, path, value);
        if (cgroup_put(dir, file, value, e) < 0)
            return -1;
    }
    return 0;
}

static int apply_devices(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    char rule[96];
    for (size_t i = 0; i < r->devices_len; i++) {
        const struct device_rule *d = &r->devices[i];
        bool all = d->type == 'a' && d->major < 0 && d->minor < 0 && d->access == 7;
        device_rule_format(d, rule, sizeof rule);
        if (resources_put(t, "devices", d->allow ? "devices.allow" : "devices.deny", e, "%s",
                          all ? "a" : rule) < 0)
            return -1;
    }
    return 0;
}

int resources_apply_v1(const struct cgroup_target *t, const struct resources *r, struct err *e)
{
    if (r->unified && r->unified->len)
        return err_set(e, ENOTSUP, "set limit", "unified",
                       "linux.resources.unified needs control groups version 2");
    if (apply_memory(t, r, e) < 0 || apply_cpu(t, r, e) < 0 || apply_block_io(t, r, e) < 0
        || apply_huge(t, r, e) < 0 || apply_devices(t, r, e) < 0)
        return -1;
    if (r->pids.v > 0)
        return resources_put(t, "pids", "pids.max", e, "%lld", (ll)r->pids.v);
    return r->pids.v < 0 ? resources_put(t, "pids", "pids.max", e, "max") : 0;
}
