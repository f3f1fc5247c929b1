#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "cgroup.h"
#include "shim.h"
#include "spawn.h"

/* What the request does not say is as the container's own process has it: runc's rule. */
static void merge(struct process *own, const struct process *wanted)
{
    const struct process container = *own;
    *own = *wanted;
    if (!wanted->has_caps)
        own->caps = container.caps;
    if (!wanted->rlimits_len) {
        own->rlimits = container.rlimits;
        own->rlimits_len = container.rlimits_len;
    }
    if (!wanted->apparmor)
        own->apparmor = container.apparmor;
    if (!wanted->oom_score_adj.set)
        own->oom_score_adj = container.oom_score_adj;
}

/*
 * What a new process of the container needs of its configuration: namespaces, control group and
 * filter. The files are read again for each: nobody but us can write them, and to keep them
 * would cost every idle container their size.
 */
static int load(const struct shim *s, struct exec_request *r, const struct exec_ends *ends,
                struct launch *l, struct err *e)
{
    struct config *c = l->config;
    struct shim_conf *conf = l->shim;
    if (fchdir(s->dir) < 0)
        return err_sys(e, "open", "runtime directory");
    if (config_load("config.json", ends->bundle, c, e) < 0
        || (!ends->conf && shim_conf_load("shim.json", conf, e) < 0))
        return -1;
    merge(&c->process, &r->config.process);
    conf->user = r->user;
    conf->groups = r->groups;
    conf->make_cwd = false;
    if (apparmor_prepare(l, e) < 0)
        return -1;
    return c->seccomp ? filter_cached(conf->seccomp_cache, c->doc, c->seccomp, &l->filter, e) : 0;
}

/* The gate: the process does nothing before the shim can know its pid. */
static int create(const struct shim *s, struct launch *l, struct err *e)
{
    struct report created = {.kind = REPORT_CREATED};
    int gate[2];
    cleanup_fd int group = cgroup_open_unified(&s->cgroups, s->cgroup);
    cleanup_fd int inner = cgroup_open_of(&s->cgroups, s->cgroup, s->init.pid);
    if (cgroup_open_tasks(&s->cgroups, s->cgroup, l->tasks, e) < 0)
        return -1;
    creator_oom_score(l);
    if (namespaces_join(l->config, s->init.pid, l->container, e) < 0)
        return -1;
    created.pid = creator_clone(l, 0, group, gate, exec_run, e);
    /* A container that has groups of its own has no place for processes above them. */
    if (created.pid < 0 && e->num == EBUSY && inner >= 0)
        created.pid = creator_clone(l, 0, inner, gate, exec_run, e);
    if (created.pid < 0)
        return -1;
    if (fd_send(l->report, &created, sizeof created, -1, -1) < 0)
        return err_sys(e, "send", "report");
    return creator_open_gate(gate, e);
}

void exec_creator_run(const struct shim *s, struct exec_request *r, struct exec_ends *ends)
{
    struct config config = {0};
    struct shim_conf conf = {0};
    struct launch l = {.report = ends->report, .preserved = ends->preserved,
                       .root = -1, .container = s->init.pidfd,
                       .config = &config, .shim = ends->conf ? ends->conf : &conf, .init = -1,
                       .start_listener = -1, .host_proc = -1};
    struct report failure = {.kind = REPORT_ERROR};
    int kept[] = {ends->report, ends->stdio[0], ends->stdio[1], ends->stdio[2], s->dir,
                  s->init.pidfd};
    memcpy(l.stdio, ends->stdio, sizeof l.stdio);
    /* Nobody in the container may look into this process, which still holds what is the host's. */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    signal(SIGPIPE, SIG_IGN);
    if (!ends->conf)
        fd_close_others(kept, sizeof kept / sizeof *kept);
    if (load(s, r, ends, &l, &failure.err) == 0 && create(s, &l, &failure.err) == 0)
        _exit(0);
    fd_send(l.report, &failure, sizeof failure, -1, -1);
    _exit(1);
}
