#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "../init/overlay.h"
#include "../init/tinyinit.h"
#include "cgroup.h"
#include "spawn.h"

/* Hooks would run foreign programs in the shim; the daemon does not use them. */
static int refuse_hooks(const struct config *c, struct err *e)
{
    for (int kind = 0; kind < HOOK_KINDS; kind++)
        if (c->hooks_len[kind])
            return err_set(e, ENOTSUP, "run", "hooks", "config.json: hooks are not supported");
    return 0;
}

static int load_files(struct config *c, struct shim_conf *s, const struct spawn_ends *ends,
                      struct err *e)
{
    if (!ends->bundle)
        return config_load("config.json", NULL, c, e) < 0 || shim_conf_load("shim.json", s, e) < 0
                       || refuse_hooks(c, e) < 0 ? -1 : 0;
    *s = *ends->conf;
    if (config_load(ends->config_path, ends->bundle, c, e) < 0)
        return -1;
    c->cgroups_path = ends->cgroup;
    return 0;
}

static int load(struct launch *l, struct config *c, struct shim_conf *s,
                const struct spawn_ends *ends, struct err *e)
{
    l->config = c;
    l->shim = s;
    if (load_files(c, s, ends, e) < 0 || apparmor_prepare(l, e) < 0)
        return -1;
    if (s->init && (l->init = tinyinit_open(e)) < 0)
        return -1;
    if (!c->seccomp)
        return 0;
    return filter_cached(s->seccomp_cache, c->doc, c->seccomp, &l->filter, e);
}

/* Where layers cannot be mapped the overlay is mounted from within the user namespace, which then
 * must own what it is to change, and sees no trusted.* attributes. */
static int make_mapped_root(struct launch *l, struct err *e)
{
    l->root = overlay_prepare_mapped(&l->shim->overlay, l->config, e);
    if (l->root >= 0 || e->num != EINVAL)
        return l->root < 0 ? -1 : 0;
    launch_warn(l, "the image's layers cannot be mapped into the user namespace: %s", e->message);
    return umount2(l->config->root, MNT_DETACH) < 0 ? err_sys(e, "umount", l->config->root) : 0;
}

static int create(struct launch *l, const struct cgroups *all, struct err *e)
{
    struct config *c = l->config;
    const char *path = c->cgroups_path ? c->cgroups_path : "";
    struct report created = {.kind = REPORT_CREATED, .terminal = c->process.terminal};
    uint64_t flags;
    int gate[2];
    if (cgroup_create(all, path, e) < 0
        || cgroup_apply(all, path, c->doc, c->resources, e) < 0)
        return -1;
    creator_oom_score(l);
    cleanup_fd int unified = cgroup_open_unified(all, path);
    if (cgroup_open_tasks(all, path, l->tasks, e) < 0)
        return -1;
    if (mounts_open_binds(l, e) < 0)
        return -1;
    if (l->shim->overlay.present && c->uid_maps_len && make_mapped_root(l, e) < 0)
        return -1;
    if (namespaces_prepare(c, &flags, e) < 0)
        return -1;
    created.pid = creator_clone(l, flags, unified, gate, launch_run, e);
    if (created.pid < 0)
        return -1;
    if (fd_send(l->report, &created, sizeof created, -1, -1) < 0)
        return err_sys(e, "send", "report");
    if (namespaces_map(c, created.pid, e) < 0)
        return -1;
    return creator_open_gate(gate, e);
}

/* The group's path goes ahead, so that the shim can clean up whatever happens next. */
static void announce_cgroup(struct launch *l)
{
    struct report r = {.kind = REPORT_CGROUP};
    snprintf(r.cgroup, sizeof r.cgroup, "%s",
             l->config->cgroups_path ? l->config->cgroups_path : "");
    fd_send(l->report, &r, sizeof r, -1, -1);
}

void creator_run(const struct cgroups *cgroups, const struct spawn_ends *ends)
{
    struct config config = {0};
    struct shim_conf conf = {0};
    struct launch l = {.report = ends->report, .root = -1, .container = -1,
                       .init = -1, .bundle = ends->bundle, .preserved = ends->preserved,
                       .host_proc = -1,
                       .start_listener = ends->bundle ? ends->start_listener : -1,
                       .no_pivot = ends->no_pivot};
    struct report failure = {.kind = REPORT_ERROR};
    memcpy(l.stdio, ends->stdio, sizeof l.stdio);
    signal(SIGPIPE, SIG_IGN);
    umask(022);
    if (load(&l, &config, &conf, ends, &failure.err) == 0
        && cgroup_check_path(config.cgroups_path ? config.cgroups_path : "", &failure.err) == 0) {
        announce_cgroup(&l);
        if (create(&l, cgroups, &failure.err) == 0)
            _exit(0);
    }
    fd_send(l.report, &failure, sizeof failure, -1, -1);
    _exit(1);
}
