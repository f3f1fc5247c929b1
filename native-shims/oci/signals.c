#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../common/sys.h"
#include "../shim/cgroup.h"
#include "oci.h"

int signal_number(const char *name)
{
    char *end;
    long number = strtol(name, &end, 10);
    if (*name && !*end)
        return number >= 0 && number <= 64 ? (int)number : -1;
    if (strncasecmp(name, "SIG", 3) == 0)
        name += 3;
    for (int i = 1; i < 32; i++)
        if (sigabbrev_np(i) && strcasecmp(sigabbrev_np(i), name) == 0)
            return i;
    if (strncasecmp(name, "RTMIN", 5) == 0 || strncasecmp(name, "RTMAX", 5) == 0) {
        number = (name[3] == 'I' || name[3] == 'i' ? SIGRTMIN : SIGRTMAX)
                 + (name[5] ? strtol(name + 5, &end, 10) : 0);
        return (!name[5] || !*end) && number >= SIGRTMIN && number <= SIGRTMAX ? (int)number : -1;
    }
    return -1;
}

static int send_one(const struct container *c, int sig, struct err *e)
{
    struct err ignored;
    enum oci_status status = container_status(c);
    if (status == OCI_STOPPED)
        return err_set(e, ESRCH, "kill", c->id, "container not running");
    int pidfd = k_pidfd_open((pid_t)c->pid);
    int result = pidfd < 0 ? -1 : k_pidfd_send_signal(pidfd, sig);
    int bad = errno;
    if (pidfd >= 0)
        close(pidfd);
    errno = bad;
    if (result < 0)
        return err_sys(e, "signal", c->id);
    /* What version 1 holds frozen does not even die. */
    if (sig == SIGKILL && status == OCI_PAUSED)
        cgroup_thaw(&c->cgroups, c->cgroup, &ignored);
    return 0;
}

int verb_kill(const struct oci *o, int argc, char **argv, struct err *e)
{
    static const struct option options[] = {{"all", no_argument, NULL, 'a'}, {NULL, 0, NULL, 0}};
    cleanup_container struct container c = {0};
    bool all = false;
    int option;
    while ((option = getopt_long(argc, argv, "+a", options, NULL)) != -1) {
        if (option != 'a')
            return usage_error(e, argv[0], "[--all] CONTAINER-ID [SIGNAL]");
        all = true;
    }
    if (argc - optind < 1 || argc - optind > 2)
        return usage_error(e, argv[0], "[--all] CONTAINER-ID [SIGNAL]");
    const char *name = argc - optind == 2 ? argv[optind + 1] : "TERM";
    int sig = signal_number(name);
    if (sig < 0)
        return err_set(e, EINVAL, "kill", name, "unknown signal \"%s\"", name);
    if (container_load(o, argv[optind], &c, e) < 0)
        return -1;
    if (!all)
        return send_one(&c, sig, e);
    if (sig == SIGKILL)
        cgroup_kill(&c.cgroups, c.cgroup);
    else
        cgroup_signal(&c.cgroups, c.cgroup, sig);
    return 0;
}
