#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "launch.h"

#define KEYCTL_JOIN_SESSION_KEYRING 1

void launch_warn(struct launch *l, const char *fmt, ...)
{
    struct report r = {.kind = REPORT_WARNING};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(r.err.message, sizeof r.err.message, fmt, ap);
    va_end(ap);
    fd_send(l->report, &r, sizeof r, -1, -1);
}

static int wait_gate(struct launch *l, struct err *e)
{
    char byte;
    ssize_t n;
    do {
        n = read(l->gate, &byte, 1);
    } while (n < 0 && errno == EINTR);
    /* The creator has told the shim what went wrong; ours is only the second word. */
    return n == 1 ? 0 : err_set(e, ECANCELED, "create", "container", "the creation was given up");
}

/* First of all, so that whatever the container causes is accounted to it. */
static int enter_cgroups(struct launch *l, struct err *e)
{
    const struct ns *ns = &l->config->ns[NS_CGROUP];
    for (size_t i = 0; i < CGROUPS_MAX; i++) {
        if (l->tasks[i] >= 0 && fd_write_all(l->tasks[i], "0", 1) < 0)
            return err_sys(e, "join", "cgroup");
        fd_closep(&l->tasks[i]);
    }
    /* Only now: the group which a process is in becomes the root that it sees, and from within
     * a namespace the groups outside of it cannot be left. */
    if (l->container >= 0 && ns->listed && setns(l->container, CLONE_NEWCGROUP) < 0)
        return err_sys(e, "join", "cgroup namespace");
    if (l->container < 0 && ns->listed && !ns->path && unshare(CLONE_NEWCGROUP) < 0)
        return err_sys(e, "unshare", "cgroup namespace");
    return 0;
}

/* A parent's ignored and blocked signals would be inherited through execve. */
static void reset_signals(void)
{
    sigset_t none;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int process_begin(struct launch *l, struct err *e)
{
    bool user_ns = l->config->ns[NS_USER].listed;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    reset_signals();
    if (setsid() < 0)
        return err_sys(e, "setsid", "process");
    umask(0);
    /* Init waits only where there are id maps to wait for. */
    if ((user_ns || l->container >= 0) && wait_gate(l, e) < 0)
        return -1;
    if (enter_cgroups(l, e) < 0)
        return -1;
    if (!user_ns)
        return 0;
    if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
        return err_sys(e, "become root", "of the user namespace");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return 0;
}

/* Without a keyring of its own the container could use the daemon's. */
static int join_keyring(struct launch *l, struct err *e)
{
    char name[80];
    snprintf(name, sizeof name, "_ses.%s", l->shim->id);
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name) < 0 && errno != ENOSYS)
        return err_sys(e, "join", "session keyring");
    return 0;
}

int process_prepare(struct launch *l, struct err *e)
{
    bool entered = false;
    if (identity_resolve(l, e) < 0 || join_keyring(l, e) < 0
        || cwd_enter_as_root(l, &entered, e) < 0 || stdio_install(l, e) < 0
        || rlimits_set(l, e) < 0
        || privileges_become_user(l, e) < 0 || cwd_enter_as_user(l, entered, e) < 0
        || program_find(l, e) < 0)
        return -1;
    return 0;
}

/* From here on the filter may be loaded: as few calls as can be until execve. */
int process_execute(struct launch *l, struct err *e)
{
    const struct process *p = &l->config->process;
    k_close_range(3 + l->preserved, ~0u, K_CLOSE_RANGE_CLOEXEC);
    if (p->no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return err_sys(e, "set", "no_new_privs");
    privileges_raise(l);
    if (apparmor_apply(l, e) < 0)
        return -1;
    /* Loading needs CAP_SYS_ADMIN unless no_new_privs is set, so it comes before the last drop
     * only where it must. */
    if (!p->no_new_privs && filter_load(&l->filter, e) < 0)
        return -1;
    if (privileges_drop(l, e) < 0)
        return -1;
    if (p->no_new_privs && filter_load(&l->filter, e) < 0)
        return -1;
    return program_exec(l, e);
}
