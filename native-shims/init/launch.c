#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../common/fd.h"

static int set_names(struct launch *l, struct err *e)
{
    const struct config *c = l->config;
    if (c->hostname && sethostname(c->hostname, strlen(c->hostname)) < 0)
        return err_sys(e, "set hostname", c->hostname);
    if (c->domainname && setdomainname(c->domainname, strlen(c->domainname)) < 0)
        return err_sys(e, "set domainname", c->domainname);
    return 0;
}

static int make_tree(struct launch *l, struct err *e)
{
    if (process_begin(l, e) < 0 || rootfs_mount(l, e) < 0
        || mounts_do(l, e) < 0 || devices_make(l, e) < 0 || console_make(l, e) < 0
        || rootfs_pivot(l, e) < 0)
        return -1;
    return 0;
}

static int make_process(struct launch *l, struct err *e)
{
    if (set_names(l, e) < 0 || sysctl_write(l, e) < 0 || protect_paths(l, e) < 0)
        return -1;
    return process_prepare(l, e);
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

void launch_run(struct launch *l)
{
    struct report failure = {.kind = REPORT_ERROR};
    if (make_tree(l, &failure.err) == 0 && make_process(l, &failure.err) == 0) {
        if (wait_start(l) < 0)
            _exit(0); /* nobody wants us any more */
        process_execute(l, &failure.err);
    }
    fd_send(l->report, &failure, sizeof failure, -1, -1);
    _exit(127);
}
