#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "../common/decode.h"
#include "../common/frame.h"
#include "../common/sys.h"
#include "cgroup.h"
#include "shim.h"

void control_error_json(struct buf *b, const struct err *e)
{
    buf_text(b, "{\"op\": ");
    buf_json_string(b, e->op);
    buf_text(b, ", \"target\": ");
    buf_json_string(b, e->target);
    buf_printf(b, ", \"errno\": %d, \"message\": ", e->num);
    buf_json_string(b, e->message);
    buf_text(b, "}");
}

static void answer_state(struct shim *s, struct conn *c, uint8_t type)
{
    static const char *const names[] = {"created", "created", "running", "running", "stopped"};
    cleanup_buf struct buf b = {0};
    buf_printf(&b, "{\"status\": \"%s\", \"pid\": %d, \"startTime\": %llu, \"shimPid\": %d, "
               "\"shimStartTime\": %llu", names[s->status], (int)s->pid,
               (unsigned long long)s->start_time, (int)s->shim_pid,
               (unsigned long long)s->shim_start_time);
    if (s->exit_record)
        buf_printf(&b, ", \"exit\": %s", s->exit_record);
    if (s->warnings)
        buf_printf(&b, ", \"warnings\": [%s]", s->warnings);
    buf_add(&b, "}", 2);
    conn_answer(s, c, type, b.data);
}

void control_ready(struct shim *s, struct conn *first)
{
    answer_state(s, first, MSG_READY);
}

static void refuse(struct shim *s, struct conn *c, int num, const char *op, const char *message)
{
    struct err e;
    err_set(&e, num, op, s->id, "%s", message);
    conn_error(s, c, &e);
}

/* ---- one function for each request; each answers exactly once ---- */

static void start(struct shim *s, struct conn *c, struct json_doc *doc)
{
    (void)doc;
    if (s->status != CREATED) {
        refuse(s, c, EBUSY, "start", "the container has been started already");
        return;
    }
    clock_gettime(CLOCK_REALTIME, &s->started_at);
    s->status = STARTING;
    c->waits_for_start = true;
    if (send(s->report, "s", 1, MSG_NOSIGNAL) < 0) {
        struct err e;
        err_sys(&e, "start", s->id);
        control_started(s, &e);
    }
}

void control_started(struct shim *s, const struct err *failure)
{
    for (struct conn *c = s->conns; c; c = c->next) {
        if (!c->waits_for_start || c->dead)
            continue;
        c->waits_for_start = false;
        if (failure) {
            conn_error(s, c, failure);
        } else {
            cleanup_buf struct buf b = {0};
            buf_printf(&b, "{\"pid\": %d}", (int)s->pid);
            buf_add(&b, "", 1);
            conn_answer(s, c, MSG_OK, b.data);
        }
        conn_resume(s, c);
    }
}

static void send_signal(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { uint64_t signal; bool all; } r = {0};
    static const struct field fields[] = {
        {"signal", F_UINT | F_REQUIRED, offsetof(struct request, signal)},
        {"all", F_BOOL, offsetof(struct request, all)}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
    } else if (r.signal > 64) {
        refuse(s, c, EINVAL, "signal", "there is no such signal");
    } else if (s->status >= DRAINING) {
        refuse(s, c, ESRCH, "signal", "the container's process has ended");
    } else if (r.all && r.signal == SIGKILL) {
        cgroup_kill(&s->cgroups, s->cgroup);
        lifecycle_kill(s);
        conn_answer(s, c, MSG_OK, "{}");
    } else if (r.all) {
        cgroup_signal(&s->cgroups, s->cgroup, (int)r.signal);
        conn_answer(s, c, MSG_OK, "{}");
    } else if (k_pidfd_send_signal(s->pidfd, (int)r.signal) < 0) {
        err_sys(&e, "signal", s->id);
        conn_error(s, c, &e);
    } else {
        conn_answer(s, c, MSG_OK, "{}");
    }
}

static bool is_init(const char *process)
{
    return !process || !*process;
}

static void resize(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { const char *process; uint64_t width, height; } r = {0};
    static const struct field fields[] = {
        {"process", F_STRING, offsetof(struct request, process)},
        {"width", F_UINT | F_REQUIRED, offsetof(struct request, width)},
        {"height", F_UINT | F_REQUIRED, offsetof(struct request, height)}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    struct winsize size = {.ws_row = (unsigned short)r.height, .ws_col = (unsigned short)r.width};
    if (r.height > UINT16_MAX || r.width > UINT16_MAX)
        refuse(s, c, EINVAL, "resize", "the terminal is too large");
    else if (!is_init(r.process))
        refuse(s, c, ESRCH, "resize", "there is no such process");
    else if (s->pty < 0)
        refuse(s, c, ENOTTY, "resize", "the process has no terminal");
    else if (ioctl(s->pty, TIOCSWINSZ, &size) < 0)
        refuse(s, c, errno, "resize", err_text(errno));
    else
        conn_answer(s, c, MSG_OK, "{}");
}

static void attach(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { const char *process; bool in, out, err, raw; } r = {0};
    static const struct field fields[] = {
        {"process", F_STRING, offsetof(struct request, process)},
        {"stdin", F_BOOL, offsetof(struct request, in)},
        {"stdout", F_BOOL, offsetof(struct request, out)},
        {"stderr", F_BOOL, offsetof(struct request, err)},
        {"raw", F_BOOL, offsetof(struct request, raw)}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
    } else if (!is_init(r.process)) {
        refuse(s, c, ESRCH, "attach", "there is no such process");
    } else {
        conn_answer(s, c, MSG_OK, "{}");
        c->attached = true;
        c->raw = r.raw;
        c->stdin_wanted = r.in;
        c->out_wanted[0] = r.out;
        c->out_wanted[1] = r.err;
    }
}

static void delete(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { bool force; } r = {0};
    static const struct field fields[] = {{"force", F_BOOL, 0}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    if (s->status != CREATED && s->status != STOPPED && !r.force) {
        refuse(s, c, EBUSY, "delete", "the container is running");
        return;
    }
    /* A container that ran has an exit code, which is somebody's to know. */
    bool ran = s->status == STARTING || s->status == RUNNING || s->status == DRAINING;
    s->deleted = !ran;
    conn_answer(s, c, MSG_OK, "{}");
    lifecycle_kill(s);
    cgroup_kill(&s->cgroups, s->cgroup);
    for (struct conn *other = s->conns; other; other = other->next)
        if (other->attached)
            conn_drop(s, other);
}

typedef void request_fn(struct shim *s, struct conn *c, struct json_doc *doc);

static void state(struct shim *s, struct conn *c, struct json_doc *doc)
{
    (void)doc;
    answer_state(s, c, MSG_OK);
}

static void handle_request(struct shim *s, struct conn *c, const struct frame *f)
{
    static request_fn *const handlers[32] = {
        [MSG_START] = start, [MSG_SIGNAL] = send_signal, [MSG_RESIZE] = resize,
        [MSG_STATE] = state, [MSG_ATTACH] = attach, [MSG_DELETE] = delete};
    cleanup_json struct json_doc *doc = NULL;
    struct err e;
    if (!handlers[f->type]) {
        refuse(s, c, ENOSYS, "request", "this request is not supported");
        return;
    }
    if (json_parse("request", f->payload, f->len, &doc, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    handlers[f->type](s, c, doc);
}

bool control_frame(struct shim *s, struct conn *c, const struct frame *f)
{
    if (f->type == MSG_STDIN || f->type == MSG_STDIN_EOF) {
        if (!c->attached) {
            conn_drop(s, c);
            return true;
        }
        if (!c->stdin_wanted)
            return true;
        if (f->type == MSG_STDIN_EOF) {
            stdio_input_end(s);
            return true;
        }
        size_t done = stdio_input(s, f->payload + c->stdin_done, f->len - c->stdin_done);
        c->stdin_done += done;
        if (c->stdin_done < f->len)
            return false;
        c->stdin_done = 0;
        return true;
    }
    if (c->attached)
        conn_drop(s, c);
    else
        handle_request(s, c, f);
    return true;
}
