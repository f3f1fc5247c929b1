#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"

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
    /* Only now, so that the group which the process is in becomes the root that it sees. */
    if (ns->listed && !ns->path && unshare(CLONE_NEWCGROUP) < 0)
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

static int become_init(struct launch *l, struct err *e)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    reset_signals();
    if (setsid() < 0)
        return err_sys(e, "setsid", "init");
    umask(0);
    if (!l->config->ns[NS_USER].listed)
        return enter_cgroups(l, e);
    if (wait_gate(l, e) < 0 || enter_cgroups(l, e) < 0)
        return -1;
    if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
        return err_sys(e, "become root", "of the user namespace");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return 0;
}

static int set_names(struct launch *l, struct err *e)
{
    const struct config *c = l->config;
    if (c->hostname && sethostname(c->hostname, strlen(c->hostname)) < 0)
        return err_sys(e, "set hostname", c->hostname);
    if (c->domainname && setdomainname(c->domainname, strlen(c->domainname)) < 0)
        return err_sys(e, "set domainname", c->domainname);
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

static int make_tree(struct launch *l, struct err *e)
{
    if (become_init(l, e) < 0 || mounts_open_binds(l, e) < 0 || rootfs_mount(l, e) < 0
        || mounts_do(l, e) < 0 || devices_make(l, e) < 0 || console_make(l, e) < 0
        || rootfs_pivot(l, e) < 0)
        return -1;
    return 0;
}

static int make_process(struct launch *l, struct err *e)
{
    bool entered = false;
    if (set_names(l, e) < 0 || sysctl_write(l, e) < 0 || protect_paths(l, e) < 0
        || identity_resolve(l, e) < 0 || join_keyring(l, e) < 0
        || cwd_enter_as_root(l, &entered, e) < 0 || stdio_install(l, e) < 0
        || rlimits_set(l, e) < 0
        || privileges_become_user(l, e) < 0 || cwd_enter_as_user(l, entered, e) < 0
        || program_find(l, e) < 0)
        return -1;
    return 0;
}

static int wait_start(struct launch *l)
{
    char byte;
    ssize_t n;
    struct report ready = {.kind = REPORT_READY};
    if (fd_send(l->report, &ready, sizeof ready, -1, -1) < 0)
        return -1;
    do {
        n = recv(l->report, &byte, 1, 0);
    } while (n < 0 && errno == EINTR);
    return n == 1 ? 0 : -1;
}

/* From here on the filter may be loaded: as few calls as can be until execve. */
static int execute(struct launch *l, struct err *e)
{
    const struct process *p = &l->config->process;
    k_close_range(3, ~0u, K_CLOSE_RANGE_CLOEXEC);
    if (p->no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return err_sys(e, "set", "no_new_privs");
    privileges_raise(l);
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

void launch_run(struct launch *l)
{
    struct report failure = {.kind = REPORT_ERROR};
    if (make_tree(l, &failure.err) == 0 && make_process(l, &failure.err) == 0) {
        if (wait_start(l) < 0)
            _exit(0); /* nobody wants us any more */
        execute(l, &failure.err);
    }
    fd_send(l->report, &failure, sizeof failure, -1, -1);
    _exit(127);
}
