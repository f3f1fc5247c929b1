#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "../common/fd.h"
#include "../init/launch.h"
#include "foreign.h"
#include "shim.h"

static void answer(struct shim *s, const struct err *failure)
{
    struct conn *c = conn_find(s, s->starter);
    if (!c)
        return;
    c->waits = false;
    if (failure) {
        conn_error(s, c, failure);
    } else {
        cleanup_buf struct buf b = {0};
        buf_printf(&b, "{\"pid\": %d}", (int)s->init.pid);
        buf_add(&b, "", 1);
        conn_answer(s, c, MSG_OK, b.data);
    }
    conn_resume(s, c);
}

void start_request(struct shim *s, struct conn *c)
{
    struct err e;
    if (s->status != CREATED) {
        err_set(&e, EBUSY, "start", s->id, "the container has been started already");
        conn_error(s, c, &e);
        return;
    }
    clock_gettime(CLOCK_REALTIME, &s->started_at);
    s->status = STARTING;
    s->starter = c->serial;
    c->waits = true;
    if (s->foreign) {
        bool failed = foreign_start(s, &e) < 0;
        s->start_failed = failed;
        s->status = RUNNING;
        answer(s, failed ? &e : NULL);
        if (failed)
            task_signal(&s->init, SIGKILL);
        return;
    }
    if (send(s->report, "s", 1, MSG_NOSIGNAL) < 0) {
        err_sys(&e, "start", s->id);
        answer(s, &e);
    }
}

void start_take_report(struct shim *s)
{
    struct report r;
    int fd1, fd2;
    if (s->report_watch.fd < 0)
        return;
    ssize_t n = fd_receive(s->report_watch.fd, &r, sizeof r, &fd1, &fd2);
    watch_close(s, &s->report_watch);
    s->report = -1;
    bool failed = n == sizeof r && r.kind == REPORT_ERROR;
    if (s->status == STARTING) {
        s->start_failed = failed;
        s->status = RUNNING;
    }
    if (!failed && s->status == CREATED)
        return; /* killed before it was started */
    answer(s, failed ? &r.err : NULL);
}
