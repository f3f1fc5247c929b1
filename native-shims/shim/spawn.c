#define _GNU_SOURCE
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "cgroup.h"

#define PIPE_SIZE (256 << 10)

/* ours: the end that the shim keeps, not blocking; theirs: the container's. */
static int open_pipe(bool reads, int *ours, int *theirs)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    /* Fewer wake-ups for each megabyte; a refusal costs speed only. */
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
    *ours = ends[reads ? 0 : 1];
    *theirs = ends[reads ? 1 : 0];
    return fcntl(*ours, F_SETFL, O_NONBLOCK | (reads ? O_RDONLY : O_WRONLY));
}

static int open_ends(struct shim *s, struct spawn_ends *ends, struct err *e)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return err_sys(e, "create", "socket pair");
    s->report = pair[0];
    ends->report = pair[1];
    if (open_pipe(true, &s->out[0].w.fd, &ends->stdio[1]) < 0
        || open_pipe(true, &s->out[1].w.fd, &ends->stdio[2]) < 0)
        return err_sys(e, "create", "pipe");
    if (s->keep_stdin) {
        if (open_pipe(false, &s->in.fd, &ends->stdio[0]) < 0)
            return err_sys(e, "create", "pipe");
        return 0;
    }
    ends->stdio[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return ends->stdio[0] < 0 ? err_sys(e, "open", "/dev/null") : 0;
}

static void add_warning(struct shim *s, const char *text)
{
    struct buf b = {0};
    if (s->warnings)
        buf_printf(&b, "%s, ", s->warnings);
    buf_json_string(&b, text);
    buf_add(&b, "", 1);
    free(s->warnings);
    s->warnings = b.data;
}

/* With a terminal there are no pipes: the master is all three. */
static void take_pty(struct shim *s, int master, int slave)
{
    watch_close(s, &s->out[0].w);
    watch_close(s, &s->out[1].w);
    watch_close(s, &s->in);
    s->terminal = true;
    s->pty = master;
    s->pty_slave = slave;
    s->out[0].w.fd = master;
    /* A second descriptor, because epoll knows each only once. */
    s->in.fd = fcntl(master, F_DUPFD_CLOEXEC, 3);
}

/* Returns 1 when the process stands before execve, 0 to go on, -1 on failure. */
static int take_report(struct shim *s, const struct report *r, int fd1, int fd2, struct err *e)
{
    switch (r->kind) {
    case REPORT_CGROUP:
        memcpy(s->cgroup, r->cgroup, sizeof s->cgroup);
        return 0;
    case REPORT_CREATED:
        s->pid = r->pid;
        s->pidfd = k_pidfd_open(r->pid);
        s->start_time = process_start_time(r->pid);
        return s->pidfd < 0 ? err_sys(e, "pidfd_open", "the container's process") : 0;
    case REPORT_PTY:
        take_pty(s, fd1, fd2);
        return 0;
    case REPORT_WARNING:
        add_warning(s, r->err.message);
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
    while (!is_ready || s->pid <= 0) {
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

/* The first error on the socket is the cause; whatever still lives is of no use. */
static void abandon(struct shim *s, pid_t creator)
{
    fd_closep(&s->report); /* what waits for our word ends */
    if (s->pid > 0)
        kill(s->pid, SIGKILL);
    kill(creator, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        ;
    cgroup_kill(&s->cgroups, s->cgroup);
    cgroup_remove(&s->cgroups, s->cgroup);
}

int spawn_container(struct shim *s, struct err *e)
{
    struct spawn_ends ends = {-1, {-1, -1, -1}};
    if (cgroups_find(&s->cgroups, e) < 0 || open_ends(s, &ends, e) < 0)
        return -1;
    pid_t creator = fork();
    if (creator < 0)
        return err_sys(e, "fork", "creator");
    if (creator == 0) {
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
    while (waitpid(creator, NULL, 0) < 0 && errno == EINTR)
        ;
    return 0;
}
