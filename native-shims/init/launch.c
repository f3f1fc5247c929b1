#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../common/fd.h"
#include "hooks.h"

static int set_names(struct launch *l, struct err *e)
{
    const struct config *c = l->config;
    if (c->hostname && sethostname(c->hostname, strlen(c->hostname)) < 0)
        return err_sys(e, "set hostname", c->hostname);
    if (c->domainname && setdomainname(c->domainname, strlen(c->domainname)) < 0)
        return err_sys(e, "set domainname", c->domainname);
    return 0;
}

static int wait_byte(int sock)
{
    char byte;
    ssize_t n;
    do {
        n = recv(sock, &byte, 1, 0);
    } while (n < 0 && errno == EINTR);
    return n == 1 ? 0 : -1;
}

static int run_own_hooks(struct launch *l, enum hook_kind kind, const char *status, struct err *e)
{
    const struct hook_state state = {l->shim->id, status, l->bundle ? l->bundle : "/", getpid()};
    return hooks_run(l->config, kind, &state, e);
}

/* The tree stands, the old root is still there: the host's hooks first, then those in here. */
static int hooks_of_creation(struct launch *l, struct err *e)
{
    const struct report report = {.kind = REPORT_HOOKS};
    const struct config *c = l->config;
    if (c->hooks_len[HOOK_PRESTART] || c->hooks_len[HOOK_CREATE_RUNTIME]) {
        if (fd_send(l->report, &report, sizeof report, -1, -1) < 0 || wait_byte(l->report) < 0)
            return err_set(e, ECANCELED, "create", "container", "the creation was given up");
    }
    return run_own_hooks(l, HOOK_CREATE_CONTAINER, "creating", e);
}

static int make_tree(struct launch *l, struct err *e)
{
    if (rootfs_open_target(l, e) < 0 || process_begin(l, e) < 0 || rootfs_mount(l, e) < 0
        || mounts_do(l, e) < 0 || devices_make(l, e) < 0 || console_make(l, e) < 0
        || cwd_make(l, e) < 0 || hooks_of_creation(l, e) < 0 || rootfs_pivot(l, e) < 0)
        return -1;
    return 0;
}

static int make_process(struct launch *l, struct err *e)
{
    if (set_names(l, e) < 0 || loopback_up(l->config, e) < 0 || sysctl_write(l, e) < 0
        || protect_paths(l, e) < 0)
        return -1;
    return process_prepare(l, e);
}

/* Whoever gives the word also hears whether it was followed: on a socket that execve closes. */
static int wait_start(struct launch *l)
{
    const struct report ready = {.kind = REPORT_READY};
    if (fd_send(l->report, &ready, sizeof ready, -1, -1) < 0)
        return -1;
    if (l->start_listener >= 0) {
        fd_closep(&l->report);
        do {
            l->report = accept4(l->start_listener, NULL, NULL, SOCK_CLOEXEC);
        } while (l->report < 0 && errno == EINTR);
    }
    return l->report < 0 ? -1 : wait_byte(l->report);
}

void launch_run(struct launch *l)
{
    struct report failure = {.kind = REPORT_ERROR};
    if (make_tree(l, &failure.err) == 0 && make_process(l, &failure.err) == 0) {
        if (wait_start(l) < 0)
            _exit(0); /* nobody wants us any more */
        if (run_own_hooks(l, HOOK_START_CONTAINER, "created", &failure.err) == 0)
            process_execute(l, &failure.err);
    }
    fd_send(l->report, &failure, sizeof failure, -1, -1);
    _exit(127);
}
