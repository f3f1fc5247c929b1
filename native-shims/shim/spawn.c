#define _GNU_SOURCE
#include "spawn.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "cgroup.h"

static int open_ends(struct shim *s, struct spawn_ends *ends, struct err *e)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return err_sys(e, "create", "socket pair");
    s->report = pair[0];
    ends->report = pair[1];
    return stdio_pipes(&s->init.io, s->keep_stdin, true, ends->stdio, e);
}

void add_warning(char **warnings, const char *text)
{
    struct buf b = {0};
    if (*warnings)
        buf_printf(&b, "%s, ", *warnings);
    buf_json_string(&b, text);
    buf_add(&b, "", 1);
    free(*warnings);
    *warnings = b.data;
}

/* Returns 1 when the process stands before execve, 0 to go on, -1 on failure. */
static int take_report(struct shim *s, const struct report *r, int fd1, int fd2, struct err *e)
{
    switch (r->kind) {
    case REPORT_CGROUP:
        memcpy(s->cgroup, r->cgroup, sizeof s->cgroup);
        return 0;
    case REPORT_CREATED:
        return task_born(&s->init, r->pid, e);
    case REPORT_PTY:
        stdio_take_pty(s, &s->init.io, fd1, fd2);
        return 0;
    case REPORT_WARNING:
        add_warning(&s->warnings, r->err.message);
        return 0;
    case REPORT_READY:
        return 1;
    default:
        *e = r->err;
        return -1;
    }
}

/* Two processes report: "ready" of the one may overtake "created" of the other. */
static int wait_ready(struct shim *s, struct err *e)
{
    bool is_ready = false;
    while (!is_ready || s->init.pid <= 0) {
        struct report r;
        int fd1, fd2;
        ssize_t n = fd_receive(s->report, &r, sizeof r, &fd1, &fd2);
        if (n < 0)
            return err_sys(e, "create", "container");
        if (n != sizeof r)
            return err_set(e, ECHILD, "create", "container",
                           "the container's first process ended while it was being set up");
        int result = take_report(s, &r, fd1, fd2, e);
        if (result < 0)
            return -1;
        is_ready |= result > 0;
    }
    return 0;
}

static void reap(pid_t pid)
{
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* The first error on the socket is the cause; whatever still lives is of no use. */
static void abandon(struct shim *s, pid_t creator)
{
    fd_closep(&s->report); /* what waits for our word ends */
    kill(creator, SIGKILL);
    reap(creator);
    if (s->init.pid > 0) {
        kill(s->init.pid, SIGKILL);
        reap(s->init.pid);
    }
    cgroup_kill(&s->cgroups, s->cgroup);
    cgroup_remove(&s->cgroups, s->cgroup);
}

int spawn_container(struct shim *s, struct err *e)
{
    struct spawn_ends ends = {.report = -1, .stdio = {-1, -1, -1}};
    if (cgroups_find(&s->cgroups, e) < 0 || open_ends(s, &ends, e) < 0)
        return -1;
    pid_t creator = fork();
    if (creator < 0)
        return err_sys(e, "fork", "creator");
    if (creator == 0) {
        close(s->report); /* or whoever waits for our word would never see us gone */
        if (fchdir(s->dir) < 0)
            _exit(1);
        creator_run(&s->cgroups, &ends);
    }
    close(ends.report);
    for (int i = 0; i < 3; i++)
        close(ends.stdio[i]);
    if (wait_ready(s, e) < 0) {
        abandon(s, creator);
        return -1;
    }
    reap(creator);
    return 0;
}
