#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "cgroup.h"
#include "foreign.h"
#include "shim.h"

/* A process that version 1's freezer holds does not even die. */
static void thaw(struct shim *s)
{
    struct err ignored;
    if (s->paused)
        cgroup_thaw(&s->cgroups, s->cgroup, &ignored);
    s->paused = false;
}

void lifecycle_kill(struct shim *s, bool everything)
{
    task_signal(&s->init, SIGKILL);
    if (everything)
        cgroup_kill(&s->cgroups, s->cgroup);
    thaw(s);
}

static void on_init_exit(struct shim *s, int status)
{
    task_end(&s->init, status);
    start_take_report(s); /* its last word may still wait beside the signal */
    s->status = DRAINING;
    thaw(s);
    /* With a pid namespace of its own the kernel has killed the rest; with the host's, we do. */
    cgroup_kill(&s->cgroups, s->cgroup);
    stdio_drain(s, &s->init.io);
    s->drain_deadline = now_ms() + DRAIN_MS;
}

void lifecycle_reap(struct shim *s)
{
    int status;
    pid_t pid;
    siginfo_t next = {0};
    /* Looked at first, so that whoever reported it is heard before it is gone. */
    while (waitid(P_ALL, 0, &next, WEXITED | WNOHANG | WNOWAIT) == 0 && next.si_pid > 0) {
        execs_take_reports(s);
        pid = waitpid(next.si_pid, &status, WNOHANG);
        if (pid > 0 && pid == s->init.pid && s->status < DRAINING)
            on_init_exit(s, status);
        else if (pid > 0 && !execs_reaped(s, pid, status))
            log_reaped(&s->log, pid, status);
        next.si_pid = 0;
    }
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
    execs_give_up(s);
    stdio_close(s, &s->init.io);
    log_close(&s->log, &s->init.finished_at);
    oom_check(s);
    s->status = STOPPED;
    s->exit_record = exitrec_render(s);
    if (!s->start_failed && !s->deleted)
        write_record(s);
    if (s->foreign)
        foreign_delete(s);
    cgroup_remove(&s->cgroups, s->cgroup);
    if (!s->start_failed && !s->deleted)
        conns_tell(s, MSG_EXIT, s->exit_record);
}

static bool is_drained(struct shim *s)
{
    return (stdio_drained(&s->init.io) && execs_finished(s)) || now_ms() >= s->drain_deadline;
}

void lifecycle_advance(struct shim *s)
{
    execs_advance(s);
    if (s->status == DRAINING && is_drained(s))
        finish(s);
    if (s->status == STOPPED)
        stdio_hang_up(s, &s->init.io);
}

bool lifecycle_over(const struct shim *s)
{
    if (s->status != STOPPED)
        return false;
    if (s->deleted)
        return true;
    for (const struct conn *c = s->conns; c; c = c->next)
        if (!c->dead && (c->io || buf_len(&c->out)))
            return false;
    return true;
}
