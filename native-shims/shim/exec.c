#define _GNU_SOURCE
#include "exec.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../init/launch.h"
#include "foreign.h"
#include "shim.h"

/* ---- the answer to the request ---- */

static void answer(struct shim *s, struct exec *x, const struct err *failure)
{
    struct conn *c = conn_find(s, x->starter);
    cleanup_buf struct buf b = {0};
    if (!c)
        return;
    c->waits = false;
    if (failure) {
        conn_error(s, c, failure);
    } else {
        buf_text(&b, "{");
        task_render_name(&x->task, &b);
        if (x->warnings)
            buf_printf(&b, ", \"warnings\": [%s]", x->warnings);
        buf_add(&b, "}", 2);
        conn_answer(s, c, MSG_OK, b.data);
        if (x->attached)
            stdio_attach(s, &x->task.io, c, &x->wish);
    }
    conn_resume(s, c);
}

static void fail(struct shim *s, struct exec *x, const struct err *failure)
{
    x->gone = true;
    watch_close(s, &x->report);
    answer(s, x, failure);
    stdio_close(s, &x->task.io);
    fd_closep(&x->task.pidfd);
}

/* The client hears first that it runs, then what it writes: nothing is read before. */
static void started(struct shim *s, struct exec *x)
{
    x->running = true;
    watch_close(s, &x->report);
    answer(s, x, NULL);
    stdio_watch(s, &x->task.io);
}

/* The end of the process's socket means that execve succeeded. */
static void at_end(struct shim *s, struct exec *x)
{
    struct err e;
    if (x->task.pid) {
        started(s, x);
        return;
    }
    err_set(&e, ECHILD, "exec", x->id, "the process ended while it was being set up");
    fail(s, x, &e);
}

/* False when there is nothing more to take. */
static bool take_report(struct shim *s, struct exec *x)
{
    struct report r;
    struct err e;
    int fd1, fd2;
    ssize_t n = x->report.fd < 0 ? -1 : fd_receive(x->report.fd, &r, sizeof r, &fd1, &fd2);
    if (n < 0)
        return false;
    if (n != sizeof r)
        at_end(s, x);
    else if (r.kind == REPORT_CREATED && task_born(&x->task, r.pid, &e) < 0)
        kill(r.pid, SIGKILL), fail(s, x, &e);
    else if (r.kind == REPORT_PTY)
        stdio_take_pty(s, &x->task.io, fd1, fd2);
    else if (r.kind == REPORT_WARNING)
        add_warning(&x->warnings, r.err.message);
    else if (r.kind == REPORT_ERROR)
        fail(s, x, &r.err);
    return true;
}

static void on_report(struct shim *s, struct watch *w, uint32_t events)
{
    (void)events;
    while (take_report(s, watch_owner(w, struct exec, report)))
        ;
}

void execs_take_reports(struct shim *s)
{
    for (struct exec *x = s->execs; x; x = x->next)
        while (take_report(s, x))
            ;
}

/* ---- the request ---- */

static struct exec *add(struct shim *s, struct conn *c, const struct exec_request *r)
{
    struct exec **at = &s->execs;
    struct exec *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    while (*at)
        at = &(*at)->next;
    *at = x; /* at the end: the oldest is the first */
    memcpy(x->id, r->id, sizeof x->id);
    x->starter = c->serial;
    x->attached = r->attached;
    x->wish = r->wish;
    x->report = (struct watch){-1, 0, on_report};
    x->task.pidfd = -1;
    stdio_init(&x->task.io);
    x->task.io.own_stdin = true;
    return x;
}

static int spawn(struct shim *s, struct exec *x, const struct exec_request *r, struct err *e)
{
    bool pipes = !r->config.process.terminal;
    struct exec_ends ends = {.report = -1, .stdio = {-1, -1, -1}};
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return err_sys(e, "create", "socket pair");
    x->report.fd = pair[0];
    ends.report = pair[1];
    int result = 0;
    if (fcntl(pair[0], F_SETFL, O_NONBLOCK) < 0
        || stdio_pipes(&x->task.io, pipes && r->stdin_open, pipes && r->attached, ends.stdio, e) < 0)
        result = -1;
    pid_t pid = result < 0 ? -1 : fork();
    if (pid == 0) {
        struct exec_request own = *r;
        exec_creator_run(s, &own, &ends);
    }
    if (result == 0 && pid < 0)
        result = err_sys(e, "fork", "process");
    close(ends.report);
    for (int i = 0; i < 3; i++)
        fd_closep(&ends.stdio[i]);
    return result;
}

/* The other runtime ends when the process stands, or failed. */
static int spawn_foreign(struct shim *s, struct exec *x, const struct exec_request *r,
                         struct err *e)
{
    bool pipes = !r->config.process.terminal;
    int stdio[3];
    pid_t pid = -1;
    if (stdio_pipes(&x->task.io, pipes && r->stdin_open, pipes && r->attached, stdio, e) == 0)
        pid = foreign_exec(s, r, x, stdio, e);
    for (int i = 0; i < 3; i++)
        fd_closep(&stdio[i]);
    if (pid < 0 || task_born(&x->task, pid, e) < 0)
        return -1;
    started(s, x);
    return 0;
}

void exec_start(struct shim *s, struct conn *c, const struct exec_request *r)
{
    struct err e;
    struct exec *x = add(s, c, r);
    if (!x) {
        err_set(&e, ENOMEM, "exec", r->id, "exec: out of memory");
        conn_error(s, c, &e);
        return;
    }
    c->waits = true;
    if ((s->foreign ? spawn_foreign(s, x, r, &e) : spawn(s, x, r, &e)) < 0)
        fail(s, x, &e);
    else
        watch_set(s, &x->report, EPOLLIN);
}

struct exec *exec_find(struct shim *s, const char *id)
{
    for (struct exec *x = s->execs; x; x = x->next)
        if (!x->gone && strcmp(x->id, id) == 0)
            return x;
    return NULL;
}

/* ---- the end ---- */

static void forget_oldest(struct shim *s)
{
    struct exec *oldest = NULL;
    size_t kept = 0;
    for (struct exec *x = s->execs; x; x = x->next) {
        if (x->gone || !x->task.ended)
            continue;
        kept++;
        if (!oldest)
            oldest = x;
    }
    if (kept > EXECS_KEPT)
        oldest->gone = true;
}

static void tell_exit(struct shim *s, struct conn *c, const struct exec *x)
{
    cleanup_buf struct buf b = {0};
    exec_render_exit(x, &b);
    buf_add(&b, "", 1);
    if (c)
        conn_answer(s, c, MSG_EXEC_EXIT, b.data);
    else
        conns_tell(s, MSG_EXEC_EXIT, b.data);
}

/* What it wrote goes to the clients before the word of its end. */
static void ended(struct shim *s, struct exec *x, int wait_status)
{
    task_end(&x->task, wait_status);
    stdio_drain(s, &x->task.io);
    x->drain_deadline = now_ms() + DRAIN_MS;
    tell_exit(s, NULL, x);
    forget_oldest(s);
}

bool execs_reaped(struct shim *s, pid_t pid, int wait_status)
{
    for (struct exec *x = s->execs; x; x = x->next) {
        if (x->task.pid != pid || x->task.ended || x->gone)
            continue;
        /* Its last word was taken before it was waited for; its creator may still be there. */
        if (!x->running)
            started(s, x);
        ended(s, x, wait_status);
        return true;
    }
    return false;
}

void execs_advance(struct shim *s)
{
    for (struct exec **at = &s->execs; *at;) {
        struct exec *x = *at;
        bool over = x->task.ended || x->gone;
        if (over && !stdio_drained(&x->task.io) && now_ms() >= x->drain_deadline)
            stdio_close(s, &x->task.io);
        bool left = over && stdio_drained(&x->task.io) && stdio_hang_up(s, &x->task.io);
        if (!x->gone || left || !stdio_drained(&x->task.io)) {
            at = &x->next;
            continue;
        }
        *at = x->next;
        free(x->warnings);
        free(x);
    }
}

bool execs_draining(const struct shim *s)
{
    for (const struct exec *x = s->execs; x; x = x->next)
        if (x->task.ended && !stdio_drained(&x->task.io))
            return true;
    return false;
}

bool execs_finished(struct shim *s)
{
    for (const struct exec *x = s->execs; x; x = x->next)
        if (!x->gone && !(x->task.ended && stdio_drained(&x->task.io)))
            return false;
    return true;
}

void execs_give_up(struct shim *s)
{
    struct err e;
    err_set(&e, ESRCH, "exec", s->id, "the container has ended");
    for (struct exec *x = s->execs; x; x = x->next) {
        if (!x->gone && !x->running)
            fail(s, x, &e);
        else if (!x->gone && !x->task.ended)
            ended(s, x, SIGKILL); /* killed, though the kernel has not finished with it */
        stdio_close(s, &x->task.io);
    }
}

void execs_tell(struct shim *s, struct conn *c)
{
    for (struct exec *x = s->execs; x; x = x->next)
        if (!x->gone && x->task.ended)
            tell_exit(s, c, x);
}
