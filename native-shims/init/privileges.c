#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "capnames.h"
#include "launch.h"

static int set_caps(uint64_t effective, uint64_t permitted, uint64_t inheritable)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {
        {(uint32_t)effective, (uint32_t)permitted, (uint32_t)inheritable},
        {(uint32_t)(effective >> 32), (uint32_t)(permitted >> 32), (uint32_t)(inheritable >> 32)}};
    return (int)syscall(SYS_capset, &head, data);
}

static uint64_t permitted_caps(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {0};
    syscall(SYS_capget, &head, data);
    return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

int rlimits_set(struct launch *l, struct err *e)
{
    for (size_t i = 0; i < l->config->process.rlimits_len; i++) {
        const struct rlimit_entry *r = &l->config->process.rlimits[i];
        struct rlimit limit = {r->soft, r->hard};
        if (prlimit(0, r->resource, &limit, NULL) == 0)
            continue;
        if (errno == EPERM)
            return err_set(e, EPERM, "set rlimit", r->name,
                           "set %s to %llu:%llu: above the hard limit, and CAP_SYS_RESOURCE is "
                           "missing", r->name, (unsigned long long)r->soft,
                           (unsigned long long)r->hard);
        return err_sys(e, "set rlimit", r->name);
    }
    return 0;
}

/* What the shim itself does not hold cannot be granted: said, not failed. */
static void clip_caps(struct launch *l)
{
    struct caps *caps = &l->config->process.caps;
    uint64_t wanted = caps->bounding | caps->permitted | caps->effective;
    uint64_t missing = wanted & ~permitted_caps();
    uint64_t have = ~missing;
    for (int i = 0; i < CAP_COUNT; i++)
        if (missing >> i & 1)
            launch_warn(l, "capability %s cannot be granted on this machine", cap_name(i));
    caps->bounding &= have;
    caps->permitted &= have;
    caps->effective &= caps->permitted;
    caps->inheritable &= have & caps->bounding;
    caps->ambient &= caps->permitted & caps->inheritable;
}

static int drop_bounding(uint64_t keep, struct err *e)
{
    for (int i = 0; i < 64; i++) {
        if (keep >> i & 1)
            continue;
        if (prctl(PR_CAPBSET_DROP, i, 0, 0, 0) == 0)
            continue;
        if (errno == EINVAL) /* past the kernel's last capability */
            return 0;
        return err_sys(e, "drop", "capability from the bounding set");
    }
    return 0;
}

int privileges_become_user(struct launch *l, struct err *e)
{
    const struct user *u = &l->config->process.user;
    clip_caps(l);
    if (drop_bounding(l->config->process.caps.bounding, e) < 0)
        return -1;
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
        return err_sys(e, "keep", "capabilities");
    if (setgroups(u->groups.n, u->groups.v) < 0)
        return err_sys(e, "set", "groups");
    if (setresgid(u->gid, u->gid, u->gid) < 0 || setresuid(u->uid, u->uid, u->uid) < 0)
        return err_sys(e, "set", "user");
    umask(u->umask.set ? (mode_t)u->umask.v : 0022);
    /* Permitted stays whole for what is still to do; effective is what the process will have,
     * so that directories and programs are looked at with its eyes. */
    uint64_t all = permitted_caps();
    uint64_t seen = u->uid == 0 ? l->config->process.caps.effective : 0;
    if (set_caps(seen & all, all, 0) < 0)
        return err_sys(e, "set", "capabilities");
    return 0;
}

void privileges_raise(struct launch *l)
{
    (void)l;
    uint64_t all = permitted_caps();
    set_caps(all, all, 0);
}

int privileges_drop(struct launch *l, struct err *e)
{
    const struct caps *caps = &l->config->process.caps;
    if (set_caps(caps->effective, caps->permitted, caps->inheritable) < 0)
        return err_sys(e, "set", "capabilities");
    if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) < 0)
        return err_sys(e, "keep", "capabilities");
    for (int i = 0; i < CAP_COUNT; i++)
        if (caps->ambient >> i & 1
            && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) < 0)
            return err_sys(e, "raise ambient capability", cap_name(i));
    return 0;
}
