#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/frame.h"
#include "../common/sys.h"
#include "cgroup.h"
#include "shim.h"

/* How long the streams may stay open after everything of the container was killed. Only a
 * descriptor passed to a process outside keeps them open so long. */
#define DRAIN_MS 2000

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void lifecycle_kill(struct shim *s)
{
    if (s->pidfd >= 0)
        k_pidfd_send_signal(s->pidfd, SIGKILL);
}

static void on_init_exit(struct shim *s, int status)
{
    clock_gettime(CLOCK_REALTIME, &s->finished_at);
    s->wait_status = status;
    shim_take_report(s); /* its last word may still wait beside the signal */
    s->status = DRAINING;
    /* With a pid namespace of its own the kernel has killed the rest; with the host's, we do. */
    cgroup_kill(&s->cgroups, s->cgroup);
    stdio_drain_all(s);
    s->drain_deadline = now_ms() + DRAIN_MS;
}

void lifecycle_reap(struct shim *s)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (pid == s->pid && s->status < DRAINING)
            on_init_exit(s, status);
    lifecycle_advance(s);
}

static void write_record(struct shim *s)
{
    struct err ignored;
    /* Nobody to tell but the daemon, which misses the record: it says "exit code unknown". */
    fd_replace_file(s->exit_path, 0600, s->exit_record, strlen(s->exit_record), s->durable,
                    &ignored);
}

/* The order is the contract's: log, record, control groups, EXIT. */
static void finish(struct shim *s)
{
    stdio_close(s);
    logfile_close(&s->log, &s->finished_at);
    oom_check(s);
    s->status = STOPPED;
    s->exit_record = exitrec_render(s);
    if (!s->start_failed && !s->deleted)
        write_record(s);
    cgroup_remove(&s->cgroups, s->cgroup);
    fd_closep(&s->pidfd);
    if (!s->start_failed && !s->deleted)
        conns_tell(s, MSG_EXIT, s->exit_record);
    /* Held stdin has no reader any more. */
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->held)
            conn_resume(s, c);
}

/* An orderly end: a close with unread input would reach the client as a reset. */
static void hang_up_drained(struct shim *s)
{
    char waste[512];
    for (struct conn *c = s->conns; c; c = c->next) {
        if (c->dead || !c->attached || buf_len(&c->out))
            continue;
        shutdown(c->w.fd, SHUT_RDWR);
        while (recv(c->w.fd, waste, sizeof waste, MSG_DONTWAIT) > 0)
            ;
        conn_drop(s, c);
    }
}

void lifecycle_advance(struct shim *s)
{
    if (s->status == DRAINING && (stdio_drained(s) || now_ms() >= s->drain_deadline))
        finish(s);
    if (s->status == STOPPED)
        hang_up_drained(s);
}

bool lifecycle_over(const struct shim *s)
{
    if (s->status != STOPPED)
        return false;
    if (s->deleted)
        return true;
    for (const struct conn *c = s->conns; c; c = c->next)
        if (!c->dead && (c->attached || buf_len(&c->out)))
            return false;
    return true;
}
